// Reads the Parquet files that are named in lines of standard input. Prints a line for each: an object
// with the names and field ids of its columns, and its rows as arrays of texts.
import { createInterface } from 'node:readline'
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'

const parsers = {
  timestampFromMicroseconds: (micros) => micros,
  dateFromDays: (days) => days,
}

function text(value) {
  if (value === null || value === undefined) return null
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex')
  if (Array.isArray(value)) return '[' + value.map(text).join(', ') + ']'
  return String(value)
}

for await (const path of createInterface({ input: process.stdin })) {
  const file = await asyncBufferFromFile(path)
  const metadata = await parquetMetadataAsync(file)
  const elements = metadata.schema.slice(1)
  const columns = []
  for (let at = 0; at < elements.length; at++) {
    const { name, field_id } = elements[at]
    if (elements[at].num_children) {
      at += 2
      columns.push({ name, id: field_id ?? null, element: elements[at].field_id ?? null })
    } else {
      columns.push({ name, id: field_id ?? null, element: null })
    }
  }
  const objects = await parquetReadObjects({ file, metadata, compressors, parsers, utf8: false })
  const rows = objects.map((row) => columns.map(({ name }) => text(row[name])))
  console.log(JSON.stringify({ columns, rows }))
}
