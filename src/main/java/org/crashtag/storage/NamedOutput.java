package org.crashtag.storage;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;

/**
 * An output stream whose errors name the file. The system's message for a full disk says only that
 * no space is left, and several disks can be in use.
 */
public final class NamedOutput extends FilterOutputStream {
  private final String path;

  /**
   * @param path of the file, for messages
   */
  public NamedOutput(String path, OutputStream out) {
    super(out);
    this.path = path;
  }

  /**
   * The error with the file's name before its message, or unchanged if it already names a file.
   *
   * @param path of the file that could not be written
   */
  static IOException named(String path, IOException fault) {
    if (fault instanceof FileSystemException) {
      return fault;
    }
    IOException named = new IOException(path + ": " + fault.getMessage());
    named.setStackTrace(fault.getStackTrace());
    return named;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int size) throws IOException {
    try {
      out.write(bytes, from, size);
    } catch (IOException e) {
      throw named(path, e);
    }
  }

  @Override
  public void flush() throws IOException {
    try {
      out.flush();
    } catch (IOException e) {
      throw named(path, e);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      out.close();
    } catch (IOException e) {
      throw named(path, e);
    }
  }
}
