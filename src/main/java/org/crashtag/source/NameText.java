package org.crashtag.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;

/** Decodes members' names; archives seldom state the encoding. */
final class NameText {
  /** The encoding of zip names without the UTF-8 flag; each byte is one character. */
  private static final Charset CODE_PAGE_437 = Charset.forName("IBM437");

  private NameText() {}

  /** UTF-8 if valid, otherwise code page 437, in which different bytes never give the same text. */
  static String of(byte[] name) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(name)).toString();
    } catch (CharacterCodingException e) {
      return new String(name, CODE_PAGE_437);
    }
  }
}
