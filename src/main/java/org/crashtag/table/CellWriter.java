package org.crashtag.table;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.List;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.crashtag.bytes.Guid;
import org.crashtag.decode.Column;
import org.crashtag.decode.ColumnType;

/** Hands the values of one column to Parquet. */
@FunctionalInterface
interface CellWriter {
  /** A sign byte and the 64 bits: the shortest form that holds DECIMAL(20,0). */
  int UNSIGNED64_BYTES = 9;

  /**
   * Writes a value.
   *
   * @param value not null, of the class that the column's {@link ColumnType} names
   */
  void write(RecordConsumer consumer, Object value);

  /** For one column of one file. */
  static CellWriter of(Column column) {
    CellWriter single = of(column.type());
    return column.isList() ? new ListWriter(single) : single;
  }

  private static CellWriter of(ColumnType type) {
    return switch (type) {
      case TEXT -> new RepeatedText(value -> Utf8.encode((String) value));
      case GUID -> new RepeatedText(value -> ((Guid) value).toString().getBytes(ISO_8859_1));
      case HEX64 -> (consumer, value) -> consumer.addBinary(constant(Cells.hex64((Long) value)));
      case BIGINT, TIMESTAMP -> (consumer, value) -> consumer.addLong((Long) value);
      case DATE -> (consumer, value) -> consumer.addInteger(((Long) value).intValue());
      case UNSIGNED64 ->
          (consumer, value) -> consumer.addBinary(constant(Cells.unsigned64((Long) value)));
      case DOUBLE -> (consumer, value) -> consumer.addDouble((Double) value);
      case BOOLEAN -> (consumer, value) -> consumer.addBoolean((Boolean) value);
      // Parquet copies what it keeps of a "reused" array: the caller may change it later.
      case BYTES ->
          (consumer, value) -> consumer.addBinary(Binary.fromReusedByteArray((byte[]) value));
    };
  }

  private static Binary constant(byte[] bytes) {
    return Binary.fromConstantByteArray(bytes);
  }

  /** Lists: a group {@code list} for each element, in it the field {@code element}. */
  record ListWriter(CellWriter single) implements CellWriter {
    @Override
    public void write(RecordConsumer consumer, Object value) {
      List<?> elements = (List<?>) value;
      consumer.startGroup();
      if (!elements.isEmpty()) {
        consumer.startField("list", 0);
        for (Object element : elements) {
          consumer.startGroup();
          consumer.startField("element", 0);
          single.write(consumer, element);
          consumer.endField("element", 0);
          consumer.endGroup();
        }
        consumer.endField("list", 0);
      }
      consumer.endGroup();
    }
  }

  /** Text whose object is often the same in consecutive rows, such as a dump's or a driver's id. */
  final class RepeatedText implements CellWriter {
    /** The bytes of a value. */
    @FunctionalInterface
    interface Encoding {
      byte[] encode(Object value);
    }

    private final Encoding encoding;
    private Object last;
    private Binary lastBytes;

    RepeatedText(Encoding encoding) {
      this.encoding = encoding;
    }

    @Override
    public void write(RecordConsumer consumer, Object value) {
      if (value != last) {
        lastBytes = constant(encoding.encode(value));
        last = value;
      }
      consumer.addBinary(lastBytes);
    }
  }

  /** Numbers as bytes. */
  final class Cells {
    private static final VarHandle BIG_ENDIAN =
        MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final byte[] DIGITS = "0123456789abcdef".getBytes(ISO_8859_1);
    private static final int HEX64_BYTES = 18;

    private Cells() {}

    static byte[] hex64(long value) {
      byte[] text = new byte[HEX64_BYTES];
      text[0] = '0';
      text[1] = 'x';
      long rest = value;
      for (int i = HEX64_BYTES - 1; i > 1; i--) {
        text[i] = DIGITS[(int) rest & 0xF];
        rest >>>= 4;
      }
      return text;
    }

    static byte[] unsigned64(long value) {
      byte[] number = new byte[UNSIGNED64_BYTES];
      BIG_ENDIAN.set(number, 1, value);
      return number;
    }
  }
}
