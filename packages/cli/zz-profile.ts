import { readRows } from './src/files/rows.ts';
import { toItem, defaultColumns } from './src/items/to-item.ts';
const source = { format: 'csv' as const, delimiter: ',', rowBytesMax: 1e6 };
let t = performance.now(); let n = 0;
for await (const rows of readRows(process.argv[2]!, source)) n += rows.length;
console.log('read', n, performance.now() - t, process.memoryUsage().rss / 1e6);
t = performance.now(); n = 0; 
for await (const rows of readRows(process.argv[2]!, source)) for (const row of rows) { const x = toItem(row as never, defaultColumns); n += JSON.stringify(x).length; }
console.log('items', n, performance.now() - t, process.memoryUsage().rss / 1e6);
