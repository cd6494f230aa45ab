package org.crashtag.publish;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.types.Types;
import org.crashtag.store.Manifest;
import org.crashtag.table.PartMetrics;

/**
 * A part of a table that counts.
 *
 * @param manifest of the run that wrote it
 * @param isMerged whether it has rows of several runs, and a column that names them
 */
record PartEntry(Manifest manifest, Manifest.Part part, boolean isMerged) {
  /** The partition of the part and of the files of its deletes. */
  List<String> partition() {
    return isMerged ? List.of() : List.of(manifest.run());
  }

  PartitionSpec spec(TableMetadata metadata) {
    return metadata.spec(isMerged ? TableFormat.SPEC_MERGED : TableFormat.SPEC_BY_RUN);
  }

  /**
   * The part as metadata names it.
   *
   * @param metrics null if none are known
   */
  DataFile file(TableMetadata metadata, String location, PartMetrics metrics) {
    DataFiles.Builder builder =
        DataFiles.builder(spec(metadata))
            .withPath(location)
            .withFormat(FileFormat.PARQUET)
            .withFileSizeInBytes(part.bytes())
            .withRecordCount(part.rows());
    if (!isMerged) {
      builder.withPartitionValues(partition());
    }
    if (metrics != null) {
      builder.withMetrics(metrics(metadata, metrics)).withSplitOffsets(metrics.splitOffsets());
    }
    return builder.build();
  }

  private Metrics metrics(TableMetadata metadata, PartMetrics metrics) {
    Map<Integer, Long> bytes = new HashMap<>();
    Map<Integer, Long> values = new HashMap<>();
    Map<Integer, Long> nulls = new HashMap<>();
    Map<Integer, ByteBuffer> lower = new HashMap<>();
    Map<Integer, ByteBuffer> upper = new HashMap<>();
    for (PartMetrics.ColumnMetrics column : metrics.columns()) {
      Types.NestedField field = metadata.schema().findField(column.name());
      if (field != null) {
        int id = TableFormat.valueId(field);
        bytes.put(id, column.bytes());
        values.put(id, column.values());
        nulls.put(id, column.nulls());
        put(lower, id, column.lower());
        put(upper, id, column.upper());
      }
    }
    return new Metrics(part.rows(), bytes, values, nulls, null, lower, upper);
  }

  private static void put(Map<Integer, ByteBuffer> bounds, int id, String hex) {
    if (hex != null) {
      bounds.put(id, ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
    }
  }
}
