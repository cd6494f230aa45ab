package org.crashtag.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;

/** Text of a member's name, whose encoding archives seldom state. */
final class NameText {
  /** What zip means without a flag; each byte is a character of its own. */
  private static final Charset CODE_PAGE_437 = Charset.forName("IBM437");

  private NameText() {}

  /** UTF-8 if it is that, else code page 437: different bytes never give the same text there. */
  static String of(byte[] name) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(name)).toString();
    } catch (CharacterCodingException e) {
      return new String(name, CODE_PAGE_437);
    }
  }
}
