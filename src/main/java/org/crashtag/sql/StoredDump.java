package org.crashtag.sql;

import java.io.IOException;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.crashtag.decode.StoredBlob;
import org.crashtag.dump.Module;

/** A dump, from its rows in the tables. */
public final class StoredDump {
  /** The columns of a module, as lists in one row. */
  static final List<String> MODULE_COLUMNS =
      List.of("name", "base", "bytes", "timestamp", "checksum", "unloaded");

  private final Map<String, Object> values;

  /** Reads one dump after the other, and the blobs of each. */
  public interface Reader {
    /** The next dump; null after the last. */
    StoredDump next() throws IOException;

    /** The blobs of the dump that was read last. */
    StoredBlob.Reader blobs();
  }

  /**
   * @param values of {@code dumps} by the column's name, and of {@code modules} as lists
   */
  StoredDump(Map<String, Object> values) {
    this.values = values;
  }

  /** Its id. */
  public String dumpId() {
    return text("dump_id");
  }

  /** Path of the file it was found in. */
  public String source() {
    return text("source");
  }

  /** Path inside the archive; null outside archives. */
  public String member() {
    return text("member");
  }

  /** A column of texts. */
  public String text(String column) {
    return (String) values.get(column);
  }

  /** A column of whole numbers. */
  public Long number(String column) {
    return number(values.get(column));
  }

  /** A column of numbers. */
  public Double real(String column) {
    return (Double) values.get(column);
  }

  /** A column of bit patterns. */
  public Long bits(String column) {
    return bits(values.get(column));
  }

  /** A column of times, in microseconds since 1970 UTC. */
  public Long micros(String column) {
    OffsetDateTime time = (OffsetDateTime) values.get(column);
    return time == null
        ? null
        : (Long) ChronoUnit.MICROS.between(java.time.Instant.EPOCH, time.toInstant());
  }

  /** Its modules, in their order. */
  public List<Module> modules() {
    List<?> names = (List<?>) values.get("name");
    List<Module> modules = new ArrayList<>();
    for (int i = 0; names != null && i < names.size(); i++) {
      modules.add(
          new Module(
              (String) names.get(i),
              bits(value("base", i)),
              number(value("bytes", i)),
              number(value("timestamp", i)),
              number(value("checksum", i)),
              (Boolean) value("unloaded", i),
              null,
              null));
    }
    return modules;
  }

  private Object value(String column, int entry) {
    return ((List<?>) values.get(column)).get(entry);
  }

  private static Long number(Object value) {
    return value == null ? null : (Long) ((Number) value).longValue();
  }

  private static Long bits(Object value) {
    return value == null ? null : (Long) Long.parseUnsignedLong(((String) value).substring(2), 16);
  }
}
