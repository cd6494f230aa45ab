package org.crashtag.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import org.crashtag.decode.Column;
import org.crashtag.decode.ColumnType;
import org.crashtag.decode.TableSchema;

/** Writes a table's rows as JSON objects: column names and values, without nulls. */
final class JsonRows {
  private JsonRows() {}

  /** The columns of {@code table} from {@code first} on, into the open object. */
  static void writeFields(JsonGenerator json, TableSchema table, int first, Object[] values)
      throws IOException {
    List<Column> columns = table.columns();
    for (int i = 0; i < values.length; i++) {
      if (values[i] != null) {
        Column column = columns.get(first + i);
        json.writeFieldName(column.name());
        if (column.isList()) {
          json.writeStartArray();
          for (Object element : (List<?>) values[i]) {
            writeValue(json, column.type(), element);
          }
          json.writeEndArray();
        } else {
          writeValue(json, column.type(), values[i]);
        }
      }
    }
  }

  private static void writeValue(JsonGenerator json, ColumnType type, Object value)
      throws IOException {
    switch (type) {
      case BIGINT -> json.writeNumber((Long) value);
      case UNSIGNED64 -> json.writeNumber(Long.toUnsignedString((Long) value));
      case DOUBLE -> json.writeNumber((Double) value);
      case BOOLEAN -> json.writeBoolean((Boolean) value);
      case TEXT, GUID, HEX64, TIMESTAMP, DATE, BYTES -> json.writeString(type.text(value));
    }
  }
}
