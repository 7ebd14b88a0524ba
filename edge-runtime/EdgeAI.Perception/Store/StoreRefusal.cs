namespace EdgeAI.Perception.Store;

/// <summary>Why a model store did not do what it was asked.</summary>
public enum StoreRefusal
{
    /// <summary>It did.</summary>
    None,

    /// <summary>The folder is no model store, or one of another format.</summary>
    NotAStore,

    /// <summary>Another process or thread writes to the store.</summary>
    Busy,

    /// <summary>A name is none that the store takes.</summary>
    NameInvalid,

    /// <summary>There is no model of that name, or no such generation or variant of it.</summary>
    NotFound,

    /// <summary>A ref or a record cannot be read.</summary>
    Damaged,

    /// <summary>An object that a ref names is missing, or its SHA-256 is not its name.</summary>
    ObjectCorrupt,

    /// <summary>The store would grow above its bound.</summary>
    Full,

    /// <summary>Another generation or variant stands where the judged one stood.</summary>
    Changed,

    /// <summary>Robots run what would be replaced.</summary>
    InUse,

    /// <summary>The model itself was refused; the problem says why.</summary>
    ModelRefused,

    /// <summary>The file system refused to read or write.</summary>
    Disk,
}
