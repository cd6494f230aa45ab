package org.crashtag.source;

import java.io.IOException;
import org.crashtag.bytes.Content;
import org.crashtag.bytes.MalformedException;

/** Takes what a walk through a source finds, in the order in which it stands there. */
public interface SourceVisitor {
  /**
   * Whether to look into this member of an archive, or, where it is one itself, at what is in it.
   */
  boolean wants(String path);

  /** An archive, before its members. */
  void archive(Member member);

  /** Anything else; its content can be read until this returns. */
  void content(Member member, Content content) throws IOException;

  /** A member, or the source itself, that can't be read further. */
  void fault(Member member, MalformedException fault);

  /** Whether all that is wanted was found. */
  boolean isDone();
}
