package org.crashtag.pipeline;

import java.io.Serializable;
import java.util.function.Supplier;
import org.crashtag.storage.Storage;

/** Gives a worker its storage. */
public interface StorageFactory extends Supplier<Storage>, Serializable {}
