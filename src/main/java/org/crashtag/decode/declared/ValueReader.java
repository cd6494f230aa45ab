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
  /** More elements of an array than this are no column: they are bytes. */
  int MOST_ELEMENTS = 1 << 16;

  /**
   * The member's value.
   *
   * @param base where the record starts
   * @return of the class that the column's type names; null where the bytes mean no value
   */
  Object read(Bytes data, int base, Clock clock);

  /**
   * Tells where the member is.
   *
   * @param base where the record starts, shifted for an element of an array
   */
  void locate(Bytes data, int base, Places places);

  /** Takes where members are, in bytes from the data's start. */
  interface Places {
    /** Bytes that a column shows as a value. */
    void value(int at, int size);

    /** Bytes that a column shows as they are. */
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

  /** The name of an enumeration's constant, or the number where it has none. */
  record Constant(NumberField number, Map<Long, String> names) implements ValueReader {
    /** In the order of the values, whatever the map's: the text of a layout is always the same. */
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
   * The names of a number's bits, {@code |} between them, and what has no name in hexadecimal.
   *
   * @param flags those with the most bits first
   */
  record Flags(NumberField number, List<Flag> flags) implements ValueReader {
    /** A bit or a few, and their name. */
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

  /** An NTSTATUS and its name. */
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

  /** Text whose letters of ASCII were moved half the alphabet on. */
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
   * Whether a number is one of some.
   *
   * @param inHead whether the number is in the structure before the records
   * @param isNegated whether it must be none of them
   * @param values its bits, without a sign's copies
   */
  record Test(NumberField number, boolean inHead, boolean isNegated, List<Long> values)
      implements Serializable {
    public Test {
      values = List.copyOf(values);
    }

    /** Without the number, which a dump that was cut may lack, nothing holds. */
    boolean holds(Bytes data, int base) {
      int start = inHead ? 0 : base;
      return data.length() - start >= number.offset() + number.size()
          && values.contains(number.read(data, start) & number.mask()) != isNegated;
    }
  }

  /** A member that has a value only if all tests hold. */
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
   * @param end of the member, which may follow the records, in bytes from the structure's start
   */
  record OfHead(ValueReader reader, int end) implements ValueReader {
    @Override
    public Object read(Bytes data, int base, Clock clock) {
      return end <= data.length() ? reader.read(data, 0, clock) : null;
    }

    /** It is in no record. */
    @Override
    public void locate(Bytes data, int base, Places places) {
      // The structure counts once, not with each record.
    }

    /** Tells where the member is. */
    void locate(Bytes data, Places places) {
      if (end <= data.length()) {
        reader.locate(data, 0, places);
      }
    }
  }

  /** How many seconds before the crash a time, or each of a list, was. */
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

    /** The time is where its own column is. */
    @Override
    public void locate(Bytes data, int base, Places places) {
      // Counted by the time's column.
    }
  }

  /** Bytes as they are. */
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

  /** FILETIME; 0 is none. */
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

  /** Steps of 100 ns since the start. */
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
   * @param frequency steps a second
   * @param field that holds them, in the structure before the records or else in the record, where
   *     {@code frequency} is 0; else null
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
   * An array: a list of its elements' values. A list has no gaps: where an element means no value,
   * the whole means none.
   *
   * @param element of the first element; the others follow at each dimension's stride
   * @param dimensions from the outermost on
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

    /** False where an element means no value. */
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
   * @param count of its elements; {@link #REST} where they go on to the end of the data
   * @param stride in bytes from one to the next
   * @param offset of the first from the record's start
   */
  record Dimension(int count, int stride, int offset) implements Serializable {
    static final int REST = -1;

    int count(Bytes data, int base) {
      return count == REST ? Math.max(0, data.length() - base - offset) / stride : count;
    }
  }

  /**
   * Text, UTF-16 or bytes at a record's end that go on to the end of the data.
   *
   * @param offset of the first
   * @param kind of the bytes
   */
  record RestOfBytes(int offset, Kind kind) implements ValueReader {
    /** What the bytes are. */
    enum Kind {
      TEXT,
      WIDE_TEXT,
      BYTES,
      DIGITS
    }

    /** Whether they are characters. */
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
