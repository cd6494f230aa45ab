package org.crashtag.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.parquet.avro.AvroSchemaConverter;
import org.apache.parquet.avro.AvroWriteSupport;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.api.WriteSupport.WriteContext;
import org.apache.parquet.schema.MessageType;
import org.crashtag.decode.Column;
import org.crashtag.decode.ColumnType;
import org.crashtag.decode.TableSchema;

/**
 * A table's schema in Parquet's terms. Every column is optional; the file also holds the Avro
 * schema, with the descriptions of the table and its columns.
 */
final class PartFormat {
  /** Digits of the largest unsigned 64-bit number. */
  private static final int UNSIGNED64_DIGITS = 20;

  private static final String AVRO_SCHEMA_KEY = "parquet.avro.schema";

  /** A run opens hundreds of parts of a handful of tables. */
  private static final Map<TableSchema, PartFormat> KNOWN = new ConcurrentHashMap<>();

  private final List<Column> columns;
  private final MessageType message;
  private final Map<String, String> metadata;

  private PartFormat(TableSchema table) {
    Schema avro = avro(table);
    this.columns = table.columns();
    this.message = new AvroSchemaConverter(configuration()).convert(avro);
    this.metadata = Map.of(AVRO_SCHEMA_KEY, avro.toString());
  }

  /** Lists in the three levels that every engine reads. */
  private static PlainParquetConfiguration configuration() {
    PlainParquetConfiguration configuration = new PlainParquetConfiguration();
    configuration.setBoolean(AvroWriteSupport.WRITE_OLD_LIST_STRUCTURE, false);
    return configuration;
  }

  static PartFormat of(TableSchema table) {
    return KNOWN.computeIfAbsent(table, PartFormat::new);
  }

  List<Column> columns() {
    return columns;
  }

  WriteContext context() {
    return new WriteContext(message, metadata);
  }

  private static Schema avro(TableSchema table) {
    Schema unsigned64 =
        LogicalTypes.decimal(UNSIGNED64_DIGITS)
            .addToSchema(
                Schema.createFixed(
                    "unsigned64", null, "org.crashtag", CellWriter.UNSIGNED64_BYTES));
    List<Schema.Field> fields = new ArrayList<>();
    for (Column column : table.columns()) {
      Schema single = column.type() == ColumnType.UNSIGNED64 ? unsigned64 : avro(column.type());
      Schema type = column.isList() ? Schema.createArray(single) : single;
      fields.add(
          new Schema.Field(
              column.name(),
              Schema.createUnion(Schema.create(Schema.Type.NULL), type),
              column.sentence(),
              Schema.Field.NULL_DEFAULT_VALUE));
    }
    return Schema.createRecord(table.name(), table.sentence(), null, false, fields);
  }

  private static Schema avro(ColumnType type) {
    return switch (type) {
      case TEXT, GUID, HEX64 -> Schema.create(Schema.Type.STRING);
      case BIGINT -> Schema.create(Schema.Type.LONG);
      case DOUBLE -> Schema.create(Schema.Type.DOUBLE);
      case BOOLEAN -> Schema.create(Schema.Type.BOOLEAN);
      case TIMESTAMP -> LogicalTypes.timestampMicros().addToSchema(Schema.create(Schema.Type.LONG));
      case DATE -> LogicalTypes.date().addToSchema(Schema.create(Schema.Type.INT));
      case BYTES -> Schema.create(Schema.Type.BYTES);
      case UNSIGNED64 ->
          throw new IllegalArgumentException("a named type, made once for a whole table");
    };
  }
}
