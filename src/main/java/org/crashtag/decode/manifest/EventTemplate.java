package org.crashtag.decode.manifest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.crashtag.decode.JsonText;
import org.crashtag.decode.PrivateText;
import org.crashtag.decode.manifest.EventDefinition.Field;
import org.crashtag.decode.manifest.EventDefinition.ValueNames;

/**
 * An event made ready: its fields with their types, and its message in parts.
 *
 * @param elements in their order
 * @param message null if it has none
 */
record EventTemplate(List<Element> elements, EventMessage message) {
  /** A part of what an event carries. */
  sealed interface Element {
    /** Its name as a JSON key, with the colon. */
    String key();

    /** How many there are; null for one that isn't an array. */
    Size count();
  }

  /**
   * A value, or an array of some.
   *
   * @param length of a text or of bytes; null if the bytes tell it
   * @param place where its number is kept for sizes that name it
   * @param isPrivate its values are private as a whole
   */
  record Value(
      String key,
      InType type,
      OutType format,
      Size length,
      Size count,
      ValueNames names,
      int place,
      boolean isPrivate)
      implements Element {}

  /** A structure, or an array of some. */
  record Structure(String key, Size count, List<Element> members) implements Element {}

  /**
   * A length or a count.
   *
   * @param place of the field that has it; -1 for a fixed one
   */
  record Size(int place, long fixed) {}

  /** Makes an event ready; empty if a type of it isn't known, so that it fits nothing. */
  static Optional<EventTemplate> of(EventDefinition event) {
    Compiler compiler = new Compiler();
    List<Element> elements = compiler.elements(event.fields(), new ArrayList<>());
    return compiler.failed
        ? Optional.empty()
        : Optional.of(
            new EventTemplate(
                elements, event.message() == null ? null : EventMessage.parse(event.message())));
  }

  /** How many places there are for numbers that sizes name. */
  int places() {
    return places(elements, 0);
  }

  private static int places(List<Element> elements, int from) {
    int places = from;
    for (Element element : elements) {
      places =
          element instanceof Structure structure
              ? places(structure.members, places)
              : Math.max(places, ((Value) element).place + 1);
    }
    return places;
  }

  private static final class Compiler {
    private int places;
    private boolean failed;

    /** A field that sizes of later ones can name. */
    private record Named(String name, int place) {}

    /**
     * @param earlier integer fields before these; those of a structure are its own
     */
    List<Element> elements(List<Field> fields, List<Named> earlier) {
      List<Element> elements = new ArrayList<>();
      List<String> names = new ArrayList<>();
      for (Field field : fields) {
        names.add(field.name());
        int times = (int) names.stream().filter(field.name()::equals).count();
        // JSON's readers keep one value of a key.
        String name = times == 1 ? field.name() : field.name() + '#' + times;
        String key = new JsonText().string(name).raw(':').toString();
        elements.add(
            field.isStructure() ? structure(key, field, earlier) : value(key, field, earlier));
      }
      return List.copyOf(elements);
    }

    private Element structure(String key, Field field, List<Named> earlier) {
      Size count = size(field.count(), earlier);
      return new Structure(key, count, elements(field.members(), new ArrayList<>(earlier)));
    }

    private Element value(String key, Field field, List<Named> earlier) {
      InType type = InType.of(field.inType()).orElse(InType.BINARY);
      failed |= InType.of(field.inType()).isEmpty();
      OutType format = OutType.of(field.outType());
      Size length = size(field.length(), earlier);
      failed |= type == InType.BINARY && length == null;
      Size count = size(field.count(), earlier);
      int place = places++;
      if (type.isInteger() && count == null) {
        earlier.add(new Named(field.name(), place));
      }
      boolean isPrivate =
          format.isNetworkAddress()
              || type == InType.SID
              || (PrivateText.isPrivateName(field.name()) && (!type.isNumber() || count != null));
      return new Value(
          key,
          type,
          format,
          type.hasLength() ? length : null,
          count,
          type.isInteger() ? field.names() : null,
          place,
          isPrivate);
    }

    /** A number, or the last field before of that name; null for the empty text. */
    private Size size(String text, List<Named> earlier) {
      if (text.isEmpty()) {
        return null;
      }
      if (text.matches("[0-9]{1,9}")) {
        return new Size(-1, Long.parseLong(text));
      }
      for (int i = earlier.size() - 1; i >= 0; i--) {
        if (earlier.get(i).name.equals(text)) {
          return new Size(earlier.get(i).place, 0);
        }
      }
      failed = true;
      return null;
    }
  }
}
