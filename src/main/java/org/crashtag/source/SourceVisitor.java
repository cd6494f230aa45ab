package org.crashtag.source;

import java.io.IOException;
import org.crashtag.bytes.Content;
import org.crashtag.bytes.MalformedException;

/** Receives what a walk through a source finds, in the source's order. */
public interface SourceVisitor {
  /** Whether to open this member of an archive or, if it is an archive itself, its members. */
  boolean accepts(String path);

  /** An archive, before its members. */
  void archive(Member member);

  /** Anything else; its content can be read until this returns. */
  void content(Member member, Content content) throws IOException;

  /** A member, or the source itself, that can't be read any further. */
  void fault(Member member, MalformedException fault);

  /** Whether everything that was looked for is found. */
  boolean isDone();
}
