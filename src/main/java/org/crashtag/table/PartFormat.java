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
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.crashtag.decode.Column;
import org.crashtag.decode.ColumnType;
import org.crashtag.decode.TableSchema;

/**
 * A table's schema in Parquet's terms. Every column is optional; the file also holds the Avro
 * schema, with the descriptions of the table and its columns.
 *
 * <p>Every column of a table that isn't declared has a field id: see {@link PartIds}.
 */
final class PartFormat {
  /** Digits of the largest unsigned 64-bit number. */
  private static final int UNSIGNED64_DIGITS = 20;

  private static final String AVRO_SCHEMA_KEY = "parquet.avro.schema";

  /** Formats by table: a run opens hundreds of parts of a handful of tables. */
  private static final Map<TableSchema, PartFormat> KNOWN = new ConcurrentHashMap<>();

  private final List<Column> columns;
  private final MessageType message;
  private final Map<String, String> metadata;

  private PartFormat(TableSchema table) {
    Schema avro = avro(table);
    this.columns = table.columns();
    MessageType withoutIds = new AvroSchemaConverter(configuration()).convert(avro);
    this.message = table.isDeclared() ? withoutIds : withIds(withoutIds);
    this.metadata = Map.of(AVRO_SCHEMA_KEY, avro.toString());
  }

  /** Lists in the three levels that every engine reads. */
  private static PlainParquetConfiguration configuration() {
    PlainParquetConfiguration configuration = new PlainParquetConfiguration();
    configuration.setBoolean(AvroWriteSupport.WRITE_OLD_LIST_STRUCTURE, false);
    return configuration;
  }

  private static MessageType withIds(MessageType message) {
    List<Type> fields = new ArrayList<>();
    for (Type field : message.getFields()) {
      int id = PartIds.ofColumn(fields.size());
      fields.add(field.isPrimitive() ? field.withId(id) : listWithIds(field.asGroupType(), id));
    }
    return new MessageType(message.getName(), fields);
  }

  /** The repeated group between a list and its elements has no id. */
  private static Type listWithIds(GroupType list, int id) {
    GroupType repeated = list.getType(0).asGroupType();
    Type element = repeated.getType(0).withId(PartIds.ofElements(id));
    return list.withNewFields(repeated.withNewFields(element)).withId(id);
  }

  static PartFormat of(TableSchema table) {
    return KNOWN.computeIfAbsent(table, PartFormat::new);
  }

  MessageType message() {
    return message;
  }

  /** What a file says about itself in addition to Parquet's schema. */
  Map<String, String> metadata() {
    return metadata;
  }

  /** For each column an empty buffer. */
  ColumnBuffer[] buffers() {
    ColumnBuffer[] buffers = new ColumnBuffer[columns.size()];
    for (int i = 0; i < buffers.length; i++) {
      buffers[i] = new ColumnBuffer(columns.get(i), message.getColumns().get(i));
    }
    return buffers;
  }

  private static Schema avro(TableSchema table) {
    Schema unsigned64 =
        LogicalTypes.decimal(UNSIGNED64_DIGITS)
            .addToSchema(
                Schema.createFixed(
                    "unsigned64", null, "org.crashtag", NumberValues.UNSIGNED64_BYTES));
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
