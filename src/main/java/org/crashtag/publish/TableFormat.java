package org.crashtag.publish;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.mapping.MappingUtil;
import org.apache.iceberg.mapping.NameMappingParser;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.crashtag.decode.Column;
import org.crashtag.decode.ColumnType;
import org.crashtag.decode.TableSchema;
import org.crashtag.table.PartIds;

/**
 * A table in Iceberg's terms. A column has the same id as in the parts; the id of the run is above
 * all others. Parts without ids (those of earlier versions, merged ones, and those of declared
 * tables) are read by the columns' names.
 *
 * <p>There are two specs: the parts of one run lack the column {@code run} and are in the run's
 * partition; merged parts have the column and are in no partition.
 */
final class TableFormat {
  static final String RUN = "run";

  /** The spec of parts of one run. */
  static final int SPEC_BY_RUN = 0;

  /** The spec of merged parts. */
  static final int SPEC_MERGED = 1;

  private static final int FORMAT_VERSION = 2;
  private static final int UNSIGNED64_DIGITS = 20;

  private static final String NAME_MAPPING = "schema.name-mapping.default";

  private TableFormat() {}

  /** The metadata of a table without rows. */
  static TableMetadata create(TableSchema table, String location) {
    Schema schema = schema(table, Map.of());
    PartitionSpec byRun = PartitionSpec.builderFor(schema).identity(RUN).build();
    return TableMetadata.buildFromEmpty(FORMAT_VERSION)
        .assignUUID()
        .setLocation(location)
        .setCurrentSchema(schema, lastId(schema))
        .addPartitionSpec(byRun)
        .addPartitionSpec(PartitionSpec.builderFor(schema).withSpecId(SPEC_MERGED).build())
        .setDefaultPartitionSpec(byRun)
        .addSortOrder(SortOrder.unsorted())
        .setDefaultSortOrder(SortOrder.unsorted())
        .setProperties(properties(table, schema))
        .discardChanges()
        .build();
  }

  private static Map<String, String> properties(TableSchema table, Schema schema) {
    return Map.of(
        "comment",
        table.sentence(),
        NAME_MAPPING,
        NameMappingParser.toJson(MappingUtil.create(schema)),
        // The parts belong to this program: no engine may remove them.
        "gc.enabled",
        "false",
        "write.metadata.previous-versions-max",
        Integer.toString(TableFolder.MOST_VERSIONS),
        "commit.manifest.min-count-to-merge",
        "16");
  }

  /**
   * The metadata with the columns that a table has now.
   *
   * @throws DamagedException if it isn't the metadata of this table
   */
  static TableMetadata aligned(TableMetadata metadata, TableSchema table, String location) {
    check(metadata, location);
    Schema schema = schema(table, ids(metadata.schema()));
    if (schema.sameSchema(metadata.schema())) {
      return metadata;
    }
    for (Types.NestedField field : schema.columns()) {
      Types.NestedField before = metadata.schema().findField(field.name());
      if (before != null && !before.type().equals(field.type())) {
        throw new DamagedException(table.name() + "." + field.name() + " has another type");
      }
    }
    for (Types.NestedField field : metadata.schema().columns()) {
      if (schema.findField(field.name()) == null) {
        throw new DamagedException(table.name() + " has no column " + field.name());
      }
    }
    return TableMetadata.buildFrom(metadata)
        .setCurrentSchema(schema, Math.max(metadata.lastColumnId(), lastId(schema)))
        .setProperties(properties(table, schema))
        .build();
  }

  private static void check(TableMetadata metadata, String location) {
    PartitionSpec byRun = metadata.spec(SPEC_BY_RUN);
    PartitionSpec merged = metadata.spec(SPEC_MERGED);
    boolean isOwn =
        metadata.formatVersion() == FORMAT_VERSION
            && metadata.location().equals(location)
            && byRun != null
            && byRun.fields().size() == 1
            && byRun.fields().get(0).sourceId() == PartIds.RUN
            && byRun.fields().get(0).transform().isIdentity()
            && merged != null
            && merged.isUnpartitioned();
    if (!isOwn) {
      throw new DamagedException(metadata.metadataFileLocation() + " isn't of this table");
    }
  }

  private static Map<String, Integer> ids(Schema schema) {
    Map<String, Integer> ids = new HashMap<>();
    schema.columns().forEach(field -> ids.put(field.name(), field.fieldId()));
    return ids;
  }

  private static int lastId(Schema schema) {
    return schema.highestFieldId();
  }

  /**
   * The schema.
   *
   * @param known ids of columns that were published before
   */
  private static Schema schema(TableSchema table, Map<String, Integer> known) {
    Set<Integer> taken = new HashSet<>(known.values());
    List<Types.NestedField> fields = new ArrayList<>();
    for (int i = 0; i < table.columns().size(); i++) {
      Column column = table.columns().get(i);
      Integer id = known.get(column.name());
      if (id == null) {
        id = PartIds.ofColumn(i);
        while (!taken.add(id)) {
          id++;
        }
      }
      fields.add(
          Types.NestedField.optional(id, column.name(), type(column, id), column.sentence()));
    }
    fields.add(
        Types.NestedField.optional(
            PartIds.RUN, RUN, Types.StringType.get(), "The run that wrote the row."));
    return new Schema(fields);
  }

  private static Type type(Column column, int id) {
    Type single = type(column.type());
    return column.isList() ? Types.ListType.ofOptional(PartIds.ofElements(id), single) : single;
  }

  private static Type type(ColumnType type) {
    return switch (type) {
      case TEXT, GUID, HEX64 -> Types.StringType.get();
      case BIGINT -> Types.LongType.get();
      case UNSIGNED64 -> Types.DecimalType.of(UNSIGNED64_DIGITS, 0);
      case DOUBLE -> Types.DoubleType.get();
      case BOOLEAN -> Types.BooleanType.get();
      case TIMESTAMP -> Types.TimestampType.withZone();
      case DATE -> Types.DateType.get();
      case BYTES -> Types.BinaryType.get();
    };
  }

  /** The field id of a column's values or, if it is a column of lists, of their elements. */
  static int valueId(Types.NestedField field) {
    return field.type().isListType() ? field.type().asListType().elementId() : field.fieldId();
  }
}
