namespace EdgeAI.Records;

/// <summary>Whether a record's name was seen before.</summary>
public enum RecordNovelty
{
    /// <summary>Never.</summary>
    New,

    /// <summary>It was: this is a duplicate, and one is kept.</summary>
    Duplicate,

    /// <summary>It lies before what is remembered exactly: only what was stored can tell.</summary>
    Unknown,
}
