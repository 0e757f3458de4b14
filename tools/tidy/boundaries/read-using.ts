import { Visitor } from '@swc/core/Visitor.js';

type Declared = { readonly type: string; readonly decls?: Parameters<Visitor['visitVariableDeclarators']>[0] };

let taught = false;

/** swc parses `using`, but the visitor that dependency-cruiser walks with is older and throws at it. */
export const teachUsing = (): void => {
	if (taught) return;
	taught = true;
	const visitStatement = Visitor.prototype.visitStatement;
	Visitor.prototype.visitStatement = function (this: Visitor, statement) {
		const declared: Declared = statement;
		if (declared.type !== 'UsingDeclaration') return visitStatement.call(this, statement);
		this.visitVariableDeclarators(declared.decls ?? []);
		return statement;
	};
};
