package org.crashtag.decode;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.crashtag.bytes.Guid;

/**
 * A table and the way its rows are created: for each column its name, the class of its values, its
 * sentence, and a function that gets its value from an object of class {@code T}.
 *
 * <pre>{@code
 * static final TypedTable<Bytes> TABLE =
 *     TypedTable.ofRecords(Bytes.class, "acme_events", "An event of the ACME driver.")
 *         .bigint("code", "The event's code.", record -> record.u32(0x00))
 *         .text("device", "Name of the device.", record -> record.text(0x04, 16))
 *         .build();
 * }</pre>
 *
 * @param <T> what a row is made from
 */
public final class TypedTable<T> {
  private final TableSchema schema;

  /** Functions by column; null if the object is the row itself. */
  private final Function<? super T, ?>[] getters;

  private final Column[] columns;

  /** The class of each column's values; null for lists. */
  private final Class<?>[] classes;

  private final int[] privateColumns;

  private TypedTable(TableSchema schema, int keys, Function<? super T, ?>[] getters) {
    this.schema = schema;
    this.getters = getters;
    this.columns = schema.columns().subList(keys, schema.columns().size()).toArray(Column[]::new);
    this.classes = new Class<?>[columns.length];
    for (int i = 0; i < columns.length; i++) {
      classes[i] = columns[i].isList() ? null : columns[i].type().valueClass();
    }
    this.privateColumns =
        IntStream.range(0, columns.length)
            .filter(i -> columns[i].secrecy() == Column.Secrecy.PRIVATE)
            .toArray();
  }

  /**
   * A table of records in blobs. The key's columns {@code dump_id}, {@code ordinal} and {@code
   * entry} come first; their values are added later.
   *
   * @param from what a row is made from
   * @param name name of the table: lower case with underscores
   * @param sentence what a row represents
   */
  public static <T> Builder<T> ofRecords(Class<T> from, String name, String sentence) {
    return new Builder<>(
        name, sentence, List.of(TableSchema.DUMP_ID, TableSchema.ORDINAL, TableSchema.ENTRY));
  }

  /**
   * A table without a key of its own; all columns are added to it.
   *
   * @param from what a row is made from
   */
  public static <T> Builder<T> of(Class<T> from, String name, String sentence) {
    return new Builder<>(name, sentence, List.of());
  }

  /**
   * A table of records whose columns are known only at run time. A row is created from the values
   * after the key, in the order of the columns; the array becomes the row.
   */
  public static TypedTable<Object[]> ofValues(TableSchema schema) {
    return new TypedTable<>(schema, TableSchema.RECORD_KEY_COLUMNS, null);
  }

  /** The table's name, sentence and columns. */
  public TableSchema schema() {
    return schema;
  }

  /**
   * Creates a row: the values in the order of the columns, without the key that {@link #ofRecords}
   * adds.
   *
   * @throws IllegalRowException if a value has the wrong class for its column, or the number of
   *     values is wrong
   */
  public Object[] row(T from) {
    Object[] row = getters == null ? (Object[]) from : values(from);
    if (row.length != columns.length) {
      throw new IllegalRowException(
          schema.name()
              + ": a row of "
              + row.length
              + " values for "
              + columns.length
              + " columns");
    }
    for (int i = 0; i < row.length; i++) {
      Object value = row[i];
      if (value != null && value.getClass() != classes[i]) {
        row[i] = adapted(columns[i], value);
      }
    }
    return row;
  }

  private Object[] values(T from) {
    Object[] values = new Object[getters.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = getters[i].apply(from);
    }
    return values;
  }

  /** Converts a list after checking its elements, or a number of a narrower class. */
  private Object adapted(Column column, Object value) {
    if (!column.isList()) {
      return single(column, value);
    }
    if (!(value instanceof List<?> list)) {
      return fault(column, value);
    }
    List<Object> adapted = new ArrayList<>(list.size());
    for (Object element : list) {
      adapted.add(single(column, element));
    }
    return adapted;
  }

  private Object single(Column column, Object value) {
    Class<?> wanted = column.type().valueClass();
    if (wanted.isInstance(value)) {
      return value;
    }
    boolean isNarrower =
        value instanceof Integer || value instanceof Short || value instanceof Byte;
    return wanted == Long.class && isNarrower
        ? (Object) ((Number) value).longValue()
        : fault(column, value);
  }

  private Object fault(Column column, Object value) {
    throw new IllegalRowException(
        schema.name()
            + "."
            + column.name()
            + ": "
            + (value == null ? "null in a list" : "a value of class " + value.getClass().getName())
            + " in a column of type "
            + column.typeName());
  }

  /** Positions in a row of the values that {@link Privacy} replaces. */
  int[] privateColumns() {
    return privateColumns;
  }

  /**
   * Adds columns, in order. Each method takes the column's name in lower case with underscores, a
   * sentence that says what the values mean, with unit and source, and a function that gets the
   * value; null means unknown.
   *
   * @param <T> what a row is made from
   */
  public static final class Builder<T> {
    private final String name;
    private final String sentence;
    private final int keys;
    private final List<Column> columns;
    private final List<Function<? super T, ?>> getters = new ArrayList<>();

    private Builder(String name, String sentence, List<Column> key) {
      this.name = name;
      this.sentence = sentence;
      this.keys = key.size();
      this.columns = new ArrayList<>(key);
    }

    private Builder<T> add(
        String column, ColumnType type, String meaning, Function<? super T, ?> getter) {
      return column(new Column(column, type, meaning), getter);
    }

    /** Any column; values of a wrong class are rejected when a row is created. */
    public Builder<T> column(Column column, Function<? super T, ?> getter) {
      columns.add(column);
      getters.add(getter);
      return this;
    }

    /** Text. */
    public Builder<T> text(String column, String meaning, Function<? super T, String> getter) {
      return add(column, ColumnType.TEXT, meaning, getter);
    }

    /** GUIDs. */
    public Builder<T> guid(String column, String meaning, Function<? super T, Guid> getter) {
      return add(column, ColumnType.GUID, meaning, getter);
    }

    /** Addresses and bit patterns: 64 bits, shown in hex. */
    public Builder<T> hex64(
        String column, String meaning, Function<? super T, ? extends Number> getter) {
      return add(column, ColumnType.HEX64, meaning, getter);
    }

    /** Signed numbers of up to 64 bits, and unsigned ones of up to 32. */
    public Builder<T> bigint(
        String column, String meaning, Function<? super T, ? extends Number> getter) {
      return add(column, ColumnType.BIGINT, meaning, getter);
    }

    /** Unsigned numbers of 64 bits, stored in a long. */
    public Builder<T> unsigned64(
        String column, String meaning, Function<? super T, ? extends Number> getter) {
      return add(column, ColumnType.UNSIGNED64, meaning, getter);
    }

    /** Floating-point numbers; durations are in seconds. */
    public Builder<T> float64(String column, String meaning, Function<? super T, Double> getter) {
      return add(column, ColumnType.DOUBLE, meaning, getter);
    }

    /** Booleans. */
    public Builder<T> bool(String column, String meaning, Function<? super T, Boolean> getter) {
      return add(column, ColumnType.BOOLEAN, meaning, getter);
    }

    /**
     * Times, in microseconds since 1970-01-01 UTC; {@link org.crashtag.bytes.FileTime#timestamp}
     * makes them from a FILETIME.
     */
    public Builder<T> timestamp(String column, String meaning, Function<? super T, Long> getter) {
      return add(column, ColumnType.TIMESTAMP, meaning, getter);
    }

    /** Days, counted from 1970-01-01. */
    public Builder<T> date(String column, String meaning, Function<? super T, Long> getter) {
      return add(column, ColumnType.DATE, meaning, getter);
    }

    /** Bytes. */
    public Builder<T> bytes(String column, String meaning, Function<? super T, byte[]> getter) {
      return add(column, ColumnType.BYTES, meaning, getter);
    }

    /** Lists of values of a type, none of them null. */
    public Builder<T> list(
        String column,
        ColumnType type,
        String meaning,
        Function<? super T, ? extends List<?>> getter) {
      return column(new Column(column, type, meaning).asList(), getter);
    }

    /**
     * Makes the last added column, which must be text, private: {@link Privacy} replaces its
     * values.
     */
    public Builder<T> asPrivate() {
      columns.set(columns.size() - 1, columns.get(columns.size() - 1).asPrivate());
      return this;
    }

    /** Declares that the function of the last added column replaces private parts itself. */
    public Builder<T> asPartlyPrivate() {
      columns.set(columns.size() - 1, columns.get(columns.size() - 1).asPartlyPrivate());
      return this;
    }

    /** Builds the table. */
    public TypedTable<T> build() {
      @SuppressWarnings({"rawtypes", "unchecked"})
      Function<? super T, ?>[] array = getters.toArray(Function[]::new);
      return new TypedTable<T>(new TableSchema(name, sentence, columns), keys, array);
    }
  }
}
