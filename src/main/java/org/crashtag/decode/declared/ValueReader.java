package org.crashtag.decode.declared;

import static org.crashtag.bytes.MalformedException.verify;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.text.TextBytes;
import org.crashtag.layout.NumberField;

/** Reads one member of a record. */
interface ValueReader extends Serializable {
  /** Maximum number of elements in a column; larger arrays can be read as bytes. */
  int MOST_ELEMENTS = 1 << 16;

  /**
   * Reads the value of the member.
   *
   * @param base offset of the record
   * @return an instance of the class that the column's type names; null if there is no value
   */
  Object read(Bytes data, int base, Clock clock);

  /**
   * Reports the offsets of the member.
   *
   * @param base offset of the record, plus the offset of an element in an array
   */
  void locate(Bytes data, int base, Places places);

  /** Receives the offsets of members, in bytes from the start of the data. */
  interface Places {
    /** Bytes that a column shows as a value. */
    void value(int at, int size);

    /** Bytes that a column shows unchanged. */
    void raw(int at, int size);

    /** The bytes of a number. */
    default void number(NumberField number, int base) {
      value(base + number.offset(), number.size());
    }
  }

  /** A whole number. */
  record Whole(NumberField number) implements ValueReader {
    @Override
    public Object read(Bytes data, int base, Clock clock) {
      return number.read(data, base);
    }

    @Override
    public void locate(Bytes data, int base, Places places) {
      places.number(number, base);
    }
  }

  /** Whether a number isn't zero. */
  record Truth(NumberField number) implements ValueReader {
    @Override
    public Object read(Bytes data, int base, Clock clock) {
      return number.read(data, base) != 0;
    }

    @Override
    public void locate(Bytes data, int base, Places places) {
      places.number(number, base);
    }
  }

  /** {@code float} or {@code double}. */
  record Real(int offset, int size) implements ValueReader {
    @Override
    public Object read(Bytes data, int base, Clock clock) {
      int at = base + offset;
      return size == Float.BYTES
          ? (double) Float.intBitsToFloat(data.i32(at))
          : Double.longBitsToDouble(data.i64(at));
    }

    @Override
    public void locate(Bytes data, int base, Places places) {
      places.value(base + offset, size);
    }
  }

  /** The name of an enumeration's constant, or the number if it has no name. */
  record Constant(NumberField number, Map<Long, String> names) implements ValueReader {
    /** Sorts the names, because the version of a decoder depends on their order. */
    public Constant {
      names = new LinkedHashMap<>(new TreeMap<>(names));
    }

    @Override
    public Object read(Bytes data, int base, Clock clock) {
      long value = number.read(data, base);
      String name = names.get(value);
      return name == null ? Long.toString(value) : name;
    }

    @Override
    public void locate(Bytes data, int base, Places places) {
      places.number(number, base);
    }
  }

  /**
   * The names of the bits that are set, separated by {@code |}, then the other bits in hexadecimal.
   *
   * @param flags flags with the most bits first
   */
  record Flags(NumberField number, List<Flag> flags) implements ValueReader {
    /** One or more bits and their name. */
    record Flag(long bits, String name) implements Serializable {}

    @Override
    public Object read(Bytes data, int base, Clock clock) {
      long rest = number.read(data, base);
      if (rest == 0) {
        return "0";
      }
      StringJoiner names = new StringJoiner("|");
      for (Flag flag : flags) {
        if ((rest & flag.bits) == flag.bits) {
          names.add(flag.name);
          rest &= ~flag.bits;
        }
      }
      if (rest != 0) {
        names.add("0x" + Long.toHexString(rest));
      }
      return names.toString();
    }

    @Override
    public void locate(Bytes data, int base, Places places) {
      places.number(number, base);
    }
  }

  /** The number and name of an NTSTATUS. */
  record Status(NumberField number) implements ValueReader {
    @Override
    public Object read(Bytes data, int base, Clock clock) {
      return NtStatus.text((int) number.read(data, base));
    }

    @Override
    public void locate(Bytes data, int base, Places places) {
      places.number(number, base);
    }
  }

  /** 8-bit characters up to the first NUL. */
  record Text(int offset, int size) implements ValueReader {
    @Override
    public Object read(Bytes data, int base, Clock clock) {
      return data.text(base + offset, size);
    }

    @Override
    public void locate(Bytes data, int base, Places places) {
      places.value(base + offset, size);
    }
  }

  /** UTF-16 up to the first NUL. */
  record WideText(int offset, int size) implements ValueReader {
    @Override
    public Object read(Bytes data, int base, Clock clock) {
      return data.utf16(base + offset, size);
    }

    @Override
    public void locate(Bytes data, int base, Places places) {
      places.value(base + offset, size);
    }
  }

  /** Text that is ROT13-encoded. */
  record Rot13(ValueReader text) implements ValueReader {
    @Override
    public Object read(Bytes data, int base, Clock clock) {
      return TextBytes.rot13((String) text.read(data, base, clock));
    }

    @Override
    public void locate(Bytes data, int base, Places places) {
      text.locate(data, base, places);
    }
  }

  /**
   * Whether a number has one of several values.
   *
   * @param inHead whether the number is in the structure before the records
   * @param isNegated whether the test holds if it has none of them
   * @param values bits, without sign extension
   */
  record Test(NumberField number, boolean inHead, boolean isNegated, List<Long> values)
      implements Serializable {
    public Test {
      values = List.copyOf(values);
    }

    /** False if the number is missing because the dump is cut. */
    boolean holds(Bytes data, int base) {
      int start = inHead ? 0 : base;
      return data.length() - start >= number.offset() + number.size()
          && values.contains(number.read(data, start) & number.mask()) != isNegated;
    }
  }

  /** A member that has a value only if all tests hold; otherwise it is null. */
  record OnlyIf(List<Test> tests, ValueReader reader) implements ValueReader {
    public OnlyIf {
      tests = List.copyOf(tests);
    }

    private boolean hold(Bytes data, int base) {
      for (int i = 0; i < tests.size(); i++) {
        if (!tests.get(i).holds(data, base)) {
          return false;
        }
      }
      return true;
    }

    @Override
    public Object read(Bytes data, int base, Clock clock) {
      return hold(data, base) ? reader.read(data, base, clock) : null;
    }

    @Override
    public void locate(Bytes data, int base, Places places) {
      if (hold(data, base)) {
        reader.locate(data, base, places);
      }
    }
  }

  /**
   * A member of the structure before the records.
   *
   * @param end offset of the end of the member, which may be after the records, from the start of
   *     the structure
   */
  record OfHead(ValueReader reader, int end) implements ValueReader {
    @Override
    public Object read(Bytes data, int base, Clock clock) {
      return end <= data.length() ? reader.read(data, 0, clock) : null;
    }

    @Override
    public void locate(Bytes data, int base, Places places) {
      // Not in a record: the bytes of the structure count once.
    }

    /** Reports the offsets of the member. */
    void locate(Bytes data, Places places) {
      if (end <= data.length()) {
        reader.locate(data, 0, places);
      }
    }
  }

  /** The seconds from a time, or from each time of a list, to the crash. */
  record BeforeCrash(ValueReader time) implements ValueReader {
    private static final double MICROS = 1e6;

    @Override
    public Object read(Bytes data, int base, Clock clock) {
      Object value = clock.crash() == null ? null : time.read(data, base, clock);
      if (value instanceof List<?> times) {
        return times.stream().map(each -> seconds(clock, (Long) each)).toList();
      }
      return value == null ? null : (Double) seconds(clock, (Long) value);
    }

    private static double seconds(Clock clock, long micros) {
      return (clock.crash() - micros) / MICROS;
    }

    @Override
    public void locate(Bytes data, int base, Places places) {
      // The column of the time reports them.
    }
  }

  /** Raw bytes. */
  record Raw(int offset, int size) implements ValueReader {
    @Override
    public Object read(Bytes data, int base, Clock clock) {
      return data.slice(base + offset, size).toArray();
    }

    @Override
    public void locate(Bytes data, int base, Places places) {
      places.raw(base + offset, size);
    }
  }

  /** Two hexadecimal digits for each byte. */
  record Digits(int offset, int size) implements ValueReader {
    @Override
    public Object read(Bytes data, int base, Clock clock) {
      return HexFormat.of().formatHex(data.slice(base + offset, size).toArray());
    }

    @Override
    public void locate(Bytes data, int base, Places places) {
      places.raw(base + offset, size);
    }
  }

  /** A GUID. */
  record GuidValue(int offset) implements ValueReader {
    @Override
    public Object read(Bytes data, int base, Clock clock) {
      return data.guid(base + offset);
    }

    @Override
    public void locate(Bytes data, int base, Places places) {
      places.value(base + offset, 16);
    }
  }

  /** An IPv4 address. */
  record Address(int offset) implements ValueReader {
    @Override
    public Object read(Bytes data, int base, Clock clock) {
      int at = base + offset;
      return data.u8(at) + "." + data.u8(at + 1) + "." + data.u8(at + 2) + "." + data.u8(at + 3);
    }

    @Override
    public void locate(Bytes data, int base, Places places) {
      places.value(base + offset, 4);
    }
  }

  /** A FILETIME; 0 means no time. */
  record FileTimeValue(int offset) implements ValueReader {
    @Override
    public Object read(Bytes data, int base, Clock clock) {
      long time = data.i64(base + offset);
      return time == 0 ? null : Clock.ofFileTime(time);
    }

    @Override
    public void locate(Bytes data, int base, Places places) {
      places.value(base + offset, Long.BYTES);
    }
  }

  /** Steps of 100 ns since boot. */
  record InterruptTime(NumberField number) implements ValueReader {
    @Override
    public Object read(Bytes data, int base, Clock clock) {
      return clock.ofInterruptTime(number.read(data, base));
    }

    @Override
    public void locate(Bytes data, int base, Places places) {
      places.number(number, base);
    }
  }

  /**
   * A performance counter.
   *
   * @param frequency steps per second; 0 if {@code field} contains them
   * @param field number with the steps per second, or null
   * @param inRecord whether {@code field} is in the record rather than in the structure before it
   */
  record CounterTime(NumberField number, long frequency, NumberField field, boolean inRecord)
      implements ValueReader {
    @Override
    public Object read(Bytes data, int base, Clock clock) {
      long steps = field == null ? frequency : field.read(data, inRecord ? base : 0);
      return clock.ofCounter(number.read(data, base), steps);
    }

    @Override
    public void locate(Bytes data, int base, Places places) {
      places.number(number, base);
    }
  }

  /**
   * An array, as a list of the values of its elements. If any element has no value, the list is
   * null.
   *
   * @param element reader of the first element; the others follow at the strides of the dimensions
   * @param dimensions outermost first
   */
  record Elements(ValueReader element, List<Dimension> dimensions) implements ValueReader {
    @Override
    public Object read(Bytes data, int base, Clock clock) {
      Dimension outer = dimensions.get(0);
      int inner = dimensions.stream().skip(1).mapToInt(Dimension::count).reduce(1, (a, b) -> a * b);
      long size = (long) outer.count(data, base) * inner;
      verify(
          size <= MOST_ELEMENTS,
          Reason.LIMIT,
          data.offset() + base,
          "an array of " + size + " elements; the most are " + MOST_ELEMENTS);
      List<Object> values = new ArrayList<>((int) size);
      return fill(values, data, base, clock, 0) ? values : null;
    }

    /** False if an element has no value. */
    private boolean fill(List<Object> values, Bytes data, int base, Clock clock, int depth) {
      Dimension dimension = dimensions.get(depth);
      boolean innermost = depth + 1 == dimensions.size();
      int count = dimension.count(data, base);
      for (int i = 0; i < count; i++) {
        int at = base + i * dimension.stride;
        if (!innermost) {
          if (!fill(values, data, at, clock, depth + 1)) {
            return false;
          }
        } else {
          Object value = element.read(data, at, clock);
          if (value == null) {
            return false;
          }
          values.add(value);
        }
      }
      return true;
    }

    @Override
    public void locate(Bytes data, int base, Places places) {
      locate(data, base, places, 0);
    }

    private void locate(Bytes data, int base, Places places, int depth) {
      Dimension dimension = dimensions.get(depth);
      int count = dimension.count(data, base);
      for (int i = 0; i < count; i++) {
        int at = base + i * dimension.stride;
        if (depth + 1 < dimensions.size()) {
          locate(data, at, places, depth + 1);
        } else {
          element.locate(data, at, places);
        }
      }
    }
  }

  /**
   * One dimension of an array.
   *
   * @param count number of elements; {@link #REST} if they continue to the end of the data
   * @param stride distance of elements in bytes
   * @param offset of the first element, from the start of the record
   */
  record Dimension(int count, int stride, int offset) implements Serializable {
    static final int REST = -1;

    int count(Bytes data, int base) {
      return count == REST ? Math.max(0, data.length() - base - offset) / stride : count;
    }
  }

  /**
   * Text or bytes at the end of a record that continue to the end of the data.
   *
   * @param offset of the first byte, from the start of the record
   * @param kind how to read the bytes
   */
  record RestOfBytes(int offset, Kind kind) implements ValueReader {
    /** How to read the bytes. */
    enum Kind {
      TEXT,
      WIDE_TEXT,
      BYTES,
      DIGITS
    }

    /** Whether the value is text. */
    boolean isText() {
      return switch (kind) {
        case TEXT, WIDE_TEXT -> true;
        case BYTES, DIGITS -> false;
      };
    }

    @Override
    public Object read(Bytes data, int base, Clock clock) {
      int size = Math.max(0, data.length() - base - offset);
      return switch (kind) {
        case TEXT -> new Text(offset, size).read(data, base, clock);
        case WIDE_TEXT -> new WideText(offset, size).read(data, base, clock);
        case BYTES -> new Raw(offset, size).read(data, base, clock);
        case DIGITS -> new Digits(offset, size).read(data, base, clock);
      };
    }

    @Override
    public void locate(Bytes data, int base, Places places) {
      int size = Math.max(0, data.length() - base - offset);
      switch (kind) {
        case TEXT, WIDE_TEXT -> places.value(base + offset, size);
        case BYTES, DIGITS -> places.raw(base + offset, size);
      }
    }
  }
}
