package org.crashtag.decode.smbios;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.Set;
import java.util.regex.Pattern;
import org.crashtag.bytes.Guid;

/**
 * Distinguishes UUIDs of machines from placeholders of manufacturers: bytes that count, repeat or
 * spell a word. Firmware differs in the byte order of the first three fields, so each rule is tried
 * with both orders.
 *
 * <p>Sources: values in public dmidecode and lshw reports; the lists of the inventory programs
 * GLPI, FOG and CapaInstaller. The rules cover what those lists have in common.
 */
final class SystemUuid {
  private static final int BYTES = 16;

  /** Length of a run that random bytes have in less than one UUID in a hundred million. */
  private static final int LEAST_STEPS = 6;

  private static final int LEAST_COUNTING_DIGITS = 8;

  /**
   * Some UUIDs are zeros and the address of a network card: 10 zeros, or 11 if the address starts
   * with one.
   */
  private static final int LEAST_EQUAL_BYTES = 12;

  private static final int LONGEST_BLOCK = BYTES / 2;

  private static final Pattern GROUPS_OF_ONE_DIGIT =
      Pattern.compile("(.)\\1{7}(.)\\2{3}(.)\\3{3}(.)\\4{3}(.)\\5{11}");

  /** Words spelled with hexadecimal digits: two at the start, or three anywhere. */
  private static final Pattern SPELLED = spelled();

  /** UUIDs that many machines share and that no rule covers. */
  private static final Set<String> LISTED =
      Set.of(
          "6ab5b300-538d-1014-9fb5-b0684d007b53",
          "dc698397-fa54-4cf2-82c8-b1b5307a6a7f",
          "8e275844-178f-44a8-aceb-a7d7e5178c63",
          "890e2d14-cacd-45d1-ae66-bc80e8bfeb0f",
          // Dell's UUID for a blank service tag.
          "4c4c4544-0000-2010-8020-80c04f202020",
          "4c4c4544-0000-1010-8010-c4c04f313233");

  private SystemUuid() {}

  private static Pattern spelled() {
    String word =
        "(?:dead|beef|cafe|babe|face|feed|f00d|c0de|fade|deed|bead|deaf|d00d|b00b|c001|1337|baad"
            + "|[0-9a]bad|ba11)";
    String others = "(?:.{4})*?";
    return Pattern.compile(word + "{2}.*|" + others + word + others + word + others + word + ".*");
  }

  /** Whether a UUID can belong to a single machine. */
  static boolean isReal(Guid uuid) {
    return !isPlaceholder(uuid) && !isPlaceholder(inOtherOrder(uuid));
  }

  /** The UUID with the bytes of the first three fields reversed. */
  static Guid inOtherOrder(Guid guid) {
    long first = Integer.reverseBytes((int) (guid.high() >>> 32)) & 0xFFFFFFFFL;
    long second = Short.reverseBytes((short) (guid.high() >>> 16)) & 0xFFFFL;
    long third = Short.reverseBytes((short) guid.high()) & 0xFFFFL;
    return new Guid((first << 32) | (second << 16) | third, guid.low());
  }

  private static boolean isPlaceholder(Guid uuid) {
    byte[] bytes = ByteBuffer.allocate(BYTES).putLong(uuid.high()).putLong(uuid.low()).array();
    String text = uuid.toString();
    String digits = text.replace("-", "");
    return LISTED.contains(text)
        || repeats(bytes)
        || counts(bytes, 1, LEAST_STEPS)
        || counts(bytes, 2, LEAST_STEPS)
        || counts(bytes, 4, BYTES / 4 - 1)
        || SerialNumber.longestCount(digits) >= LEAST_COUNTING_DIGITS
        || GROUPS_OF_ONE_DIGIT.matcher(digits).matches()
        || SPELLED.matcher(digits).matches()
        || spells(bytes);
  }

  /** Whether a block is repeated, or nearly all bytes are equal. */
  private static boolean repeats(byte[] bytes) {
    for (int block = 1; block <= LONGEST_BLOCK; block++) {
      if (equalBytes(bytes, block) == BYTES - block) {
        return true;
      }
    }
    int run = 1;
    for (int i = 1; i < BYTES && run < LEAST_EQUAL_BYTES; i++) {
      run = bytes[i] == bytes[i - 1] ? run + 1 : 1;
    }
    return run >= LEAST_EQUAL_BYTES;
  }

  /** Number of bytes that equal the byte at this distance before them. */
  private static int equalBytes(byte[] bytes, int distance) {
    int equal = 0;
    for (int i = distance; i < BYTES; i++) {
      equal += bytes[i] == bytes[i - distance] ? 1 : 0;
    }
    return equal;
  }

  /** Whether numbers of {@code size} bytes change by the same step this many times in a row. */
  private static boolean counts(byte[] bytes, int size, int least) {
    int steps = 0;
    long before = 0;
    for (int i = size; i < BYTES; i += size) {
      long step = number(bytes, i, size) - number(bytes, i - size, size);
      steps = step == 0 ? 0 : i > size && step == before ? steps + 1 : 1;
      before = step;
      if (steps >= least) {
        return true;
      }
    }
    return false;
  }

  private static long number(byte[] bytes, int at, int size) {
    long number = 0;
    for (int i = at; i < at + size; i++) {
      number = number << Byte.SIZE | (bytes[i] & 0xFF);
    }
    return number;
  }

  /**
   * Whether the text is letters, optionally followed by words of a placeholder: some UUIDs contain
   * a serial number.
   */
  private static boolean spells(byte[] bytes) {
    int end = BYTES;
    while (end > 0 && (bytes[end - 1] == 0 || bytes[end - 1] == -1)) {
      end--;
    }
    String text = new String(bytes, 0, end, ISO_8859_1);
    boolean printable = text.chars().allMatch(c -> c >= 0x20 && c < 0x7F);
    boolean worded = text.chars().anyMatch(Character::isLetter);
    boolean numbered = text.chars().anyMatch(Character::isDigit);
    return printable && worded && (!numbered || !SerialNumber.isReal(text));
  }
}
