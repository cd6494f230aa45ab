package org.crashtag.decode.messages;

import org.crashtag.bytes.Bytes;
import org.crashtag.decode.PrivateText;
import org.crashtag.decode.messages.MessageTemplate.Literal;
import org.crashtag.decode.messages.MessageTemplate.Part;
import org.crashtag.decode.messages.MessageTemplate.Value;

/** Puts arguments into messages. Belongs to one thread; serves any number of records. */
final class MessageRenderer {
  /** A hostile format names a long argument again and again. */
  private static final int MOST_CHARACTERS = 1 << 16;

  private final PrivateText privacy;
  private final StringBuilder out = new StringBuilder(256);

  // Of the record at hand.
  private Bytes data;
  private int pointerBytes;
  private int[] ends = new int[16];
  private boolean hides;

  MessageRenderer(PrivateText privacy) {
    this.privacy = privacy;
  }

  /**
   * The text of a message.
   *
   * @param arguments bytes of the record
   * @param mostOver how many of them may be left over
   * @param pointerBytes of the writer's pointers, 4 or 8
   * @return null if the bytes are not this message's arguments
   */
  String text(MessageTemplate template, Bytes arguments, int mostOver, int pointerBytes) {
    this.data = arguments;
    this.pointerBytes = pointerBytes;
    if (!fits(template, mostOver)) {
      return null;
    }
    hides = !privacy.keepsAll() && hasPrivateValue(template);
    out.setLength(0);
    for (Part part : template.parts()) {
      if (part instanceof Literal literal) {
        out.append(literal.text());
      } else {
        Value value = (Value) part;
        addValue(template.items().get(value.item()), value);
      }
      if (out.length() > MOST_CHARACTERS) {
        return null;
      }
    }
    return Blanks.strip(out);
  }

  /** Whether the arguments of the last text have a part that is private, and so isn't shown. */
  boolean hides() {
    return hides;
  }

  private boolean fits(MessageTemplate template, int mostOver) {
    int count = template.items().size();
    if (count > ends.length) {
      ends = new int[count];
    }
    int at = 0;
    for (int i = 0; i < count; i++) {
      int size = template.items().get(i).size(data, at, pointerBytes);
      if (size < 0) {
        return false;
      }
      at += size;
      ends[i] = at;
    }
    return data.length() - at <= mostOver;
  }

  private int start(int item) {
    return item == 0 ? 0 : ends[item - 1];
  }

  private void addValue(Item item, Value value) {
    FormatSpec spec = value.spec();
    int at = start(value.item());
    int size = ends[value.item()] - at;
    if (spec.isText()) {
      String text = ItemText.of(item, data, at, size);
      String cut = spec.cut(text);
      String shown = privacy.keepsAll() ? cut : hidden(item, cut);
      if (shown.equals(cut)) {
        spec.addPadded(out, cut);
      } else {
        out.append(shown);
      }
    } else if (item.type().form() == ItemType.Form.REAL) {
      double number = Double.longBitsToDouble(data.i64(at));
      spec.addPadded(out, RealText.of(number, spec.conversion(), spec.precision()));
    } else {
      spec.addNumber(out, ItemText.number(data, at, size), size, pointerBytes);
    }
  }

  /** What the format doesn't show is in the arguments all the same. */
  private boolean hasPrivateValue(MessageTemplate template) {
    for (int i = 0; i < template.items().size(); i++) {
      Item item = template.items().get(i);
      if (mayBePrivate(item.type())) {
        String text = ItemText.of(item, data, start(i), ends[i] - start(i));
        if (!hidden(item, text).equals(text)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean mayBePrivate(ItemType type) {
    return switch (type) {
      case STRING,
          LINE,
          WIDE_STRING,
          WIDE_LINE,
          COUNTED_STRING,
          COUNTED_WIDE_STRING,
          SID,
          MAC_ADDRESS,
          IP_ADDRESS,
          IPV6_ADDRESS,
          HEX_DUMP ->
          true;
      case CHAR,
          UCHAR,
          SHORT,
          USHORT,
          LONG,
          ULONG,
          ULONG_X,
          LONG_LONG,
          ULONG_LONG,
          LONG_LONG_X,
          LONG_LONG_XX,
          LONG_LONG_O,
          POINTER,
          NTSTATUS,
          HRESULT,
          WINERROR,
          NDIS_STATUS,
          NDIS_OID,
          LIST_BYTE,
          LIST_SHORT,
          LIST_LONG,
          SET_BYTE,
          SET_SHORT,
          SET_LONG,
          ENUM,
          FLAGS_ENUM,
          GUID,
          CLSID,
          IID,
          LIBID,
          PORT,
          CHAR4,
          TIMESTAMP,
          TIME_DELTA,
          WAIT_TIME,
          DOUBLE ->
          false;
    };
  }

  /** A value with what is private in it replaced; itself if nothing is. */
  private String hidden(Item item, String text) {
    if (text.isEmpty() || !mayBePrivate(item.type())) {
      return text;
    }
    boolean whole =
        switch (item.type()) {
          case MAC_ADDRESS, IP_ADDRESS, IPV6_ADDRESS, HEX_DUMP -> true;
          case SID -> PrivateText.isUsersSid(text);
          default -> item.hasPrivateName();
        };
    return whole ? privacy.replacement(text) : privacy.parts(text);
  }
}
