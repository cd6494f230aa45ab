package org.crashtag.decode.messages;

import org.crashtag.bytes.Bytes;
import org.crashtag.decode.PrivateText;
import org.crashtag.decode.messages.MessageTemplate.Literal;
import org.crashtag.decode.messages.MessageTemplate.Part;
import org.crashtag.decode.messages.MessageTemplate.Value;

/**
 * Inserts arguments into messages. Not safe for use by several threads; reusable for any number of
 * records.
 */
final class MessageRenderer {
  /** Maximum length; a hostile format can repeat a long argument many times. */
  private static final int MOST_CHARACTERS = 1 << 16;

  private final PrivateText privacy;
  private final StringBuilder out = new StringBuilder(256);

  // The current record.
  private Bytes data;
  private int pointerBytes;
  private int[] ends;
  private int[] ownEnds = new int[16];
  private boolean hides;

  MessageRenderer(PrivateText privacy) {
    this.privacy = privacy;
  }

  /**
   * The text of a message.
   *
   * @param arguments bytes of the record
   * @param mostOver maximum number of bytes that can remain
   * @param pointerBytes of the writer's pointers, 4 or 8
   * @return null if the bytes are not this message's arguments
   */
  String text(MessageTemplate template, Bytes arguments, int mostOver, int pointerBytes) {
    this.data = arguments;
    this.pointerBytes = pointerBytes;
    if (!fits(template, mostOver)) {
      return null;
    }
    hides = template.mayHide() && !privacy.keepsAll() && hasPrivateValue(template);
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

  /** Whether the arguments of the last text have a private part, which is not shown. */
  boolean hides() {
    return hides;
  }

  private boolean fits(MessageTemplate template, int mostOver) {
    int count = template.items().size();
    int[] fixed = template.fixedEnds(pointerBytes);
    if (fixed != null) {
      ends = fixed;
    } else if (!measure(template)) {
      return false;
    }
    int over = data.length() - (count == 0 ? 0 : ends[count - 1]);
    return over >= 0 && over <= mostOver;
  }

  /** Finds the end of each item; false if one extends beyond the record. */
  private boolean measure(MessageTemplate template) {
    int count = template.items().size();
    if (count > ownEnds.length) {
      ownEnds = new int[count];
    }
    ends = ownEnds;
    int at = 0;
    for (int i = 0; i < count; i++) {
      int size = template.items().get(i).size(data, at, pointerBytes);
      if (size < 0) {
        return false;
      }
      at += size;
      ends[i] = at;
    }
    return true;
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

  /** Arguments that the format does not show can also be private. */
  private boolean hasPrivateValue(MessageTemplate template) {
    for (int i = 0; i < template.items().size(); i++) {
      Item item = template.items().get(i);
      if (item.type().mayBePrivate()) {
        String text = ItemText.of(item, data, start(i), ends[i] - start(i));
        if (!hidden(item, text).equals(text)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Replaces private parts of a value; unchanged if there are none. */
  private String hidden(Item item, String text) {
    if (text.isEmpty() || !item.type().mayBePrivate()) {
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
