package org.crashtag.decode.etw;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.crashtag.bytes.MalformedException.verify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.JsonText;
import org.crashtag.decode.PrivateText;

/**
 * The metadata of a TraceLogging event.
 *
 * <pre>
 * u16 size of all  event tag: bytes, the last below 0x80  event name, UTF-8, NUL
 * per field: name, UTF-8, NUL  u8 in-type
 *   in-type:  0x1F type  0x20 fixed count  0x40 count in the payload  0x60 custom  0x80 out-type follows
 *   out-type: 0x7F format; for a struct, its number of members  0x80 field tag follows: as above
 *   fixed count: u16 count   custom: u16 size, so many bytes
 * </pre>
 *
 * <p>Sources: Microsoft's documentation of {@code TraceLoggingProvider.h}; microsoft/tracelogging
 * (MIT), {@code TraceLoggingDynamic.h}.
 *
 * @param name of the event
 * @param fields in order
 * @param bytes of the metadata
 */
record EventSchema(String name, List<Field> fields, int bytes) {
  /** How the number of values of a field is determined. */
  enum Count {
    ONE,
    /** Fixed: {@link Field#fixedCount}. */
    FIXED,
    /** A u16 in the payload. */
    COUNTED
  }

  /**
   * A field.
   *
   * @param key name as a JSON key, with the colon
   * @param type how values are stored
   * @param format how values should be displayed
   * @param count how the number of values is determined
   * @param fixedCount see {@link Count#FIXED}
   * @param isPrivate whether its values are private as a whole
   * @param members the members of a struct
   */
  record Field(
      String key,
      FieldType type,
      FieldFormat format,
      Count count,
      int fixedCount,
      boolean isPrivate,
      List<Field> members) {}

  /** Real events have one or two levels. */
  private static final int DEEPEST = 16;

  /** Parses the metadata, which fills {@code data}. */
  static EventSchema read(Bytes data) {
    return new Reader(data).schema();
  }

  private static final class Reader {
    private static final int FIXED = 0x20;
    private static final int COUNTED = 0x40;
    private static final int CUSTOM = 0x60;
    private static final int MORE = 0x80;

    private final Bytes data;
    private int at = 2;

    Reader(Bytes data) {
      this.data = data;
    }

    EventSchema schema() {
      verify(
          data.u16(0) == data.length(),
          Reason.CORRUPT,
          data.offset(),
          () -> "event metadata of " + data.length() + " bytes claims " + data.u16(0));
      skipTag();
      String name = name();
      List<Field> fields = fields(Integer.MAX_VALUE, 0);
      return new EventSchema(name, fields, data.length());
    }

    private void skipTag() {
      while ((data.u8(at++) & MORE) != 0) {
        // The last byte of a tag is the first below 0x80.
      }
    }

    private String name() {
      int start = at;
      while (data.u8(at) != 0) {
        at++;
      }
      return data.decode(start, at++ - start, UTF_8);
    }

    /** Parses up to {@code most} fields, or all fields to the end. */
    private List<Field> fields(int most, int depth) {
      List<Field> fields = new ArrayList<>();
      Map<String, Integer> names = new HashMap<>();
      while (fields.size() < most && at < data.length()) {
        String name = name();
        int times = names.merge(name, 1, Integer::sum);
        // JSON readers keep only one value for a key.
        fields.add(field(times == 1 ? name : name + '#' + times, depth));
      }
      verify(
          most == Integer.MAX_VALUE || fields.size() == most,
          Reason.CORRUPT,
          data.offset() + data.length(),
          () -> "a struct of " + most + " members has " + fields.size());
      return List.copyOf(fields);
    }

    private Field field(String name, int depth) {
      int in = data.u8(at++);
      int out = (in & MORE) != 0 ? data.u8(at++) : 0;
      if ((out & MORE) != 0) {
        skipTag();
      }
      FieldType type = type(in);
      Count count = count(in);
      int fixedCount = 0;
      if (count == Count.FIXED) {
        fixedCount = data.u16(at);
        at += 2;
      } else if (type == FieldType.CUSTOM) {
        at += 2 + data.u16(at);
      }
      boolean isStruct = type == FieldType.STRUCT;
      List<Field> members = isStruct ? members(out & ~MORE, depth + 1) : List.of();
      FieldFormat format = isStruct ? FieldFormat.DEFAULT : FieldFormat.of(out & ~MORE);
      boolean isPrivate =
          format.isNetworkAddress()
              || type == FieldType.SID
              || (PrivateText.isPrivateName(name) && (!type.isNumber() || count != Count.ONE));
      String key = new JsonText().string(name).raw(':').toString();
      return new Field(key, type, format, count, fixedCount, isPrivate, members);
    }

    private FieldType type(int in) {
      if ((in & CUSTOM) == CUSTOM) {
        return FieldType.CUSTOM;
      }
      return FieldType.of(in & 0x1F)
          .orElseThrow(
              () ->
                  new MalformedException(
                      Reason.UNSUPPORTED,
                      data.offset() + at - 1,
                      "a field of in-type " + (in & 0x1F)));
    }

    private static Count count(int in) {
      return switch (in & CUSTOM) {
        case FIXED -> Count.FIXED;
        case COUNTED -> Count.COUNTED;
        default -> Count.ONE;
      };
    }

    private List<Field> members(int most, int depth) {
      verify(
          depth <= DEEPEST,
          Reason.LIMIT,
          data.offset() + at,
          () -> "structs nested more than " + DEEPEST + " deep");
      return fields(most, depth);
    }
  }
}
