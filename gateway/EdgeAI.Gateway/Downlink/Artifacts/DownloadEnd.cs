namespace EdgeAI.Gateway.Downlink.Artifacts;

/// <summary>How a download ended.</summary>
public enum DownloadEnd
{
    /// <summary>The whole file is there, on disk, and has the hash.</summary>
    Complete,

    /// <summary>It broke and goes on where it was: try again.</summary>
    Broken,

    /// <summary>The server has another length than was announced.</summary>
    WrongLength,

    /// <summary>The whole file came and has another hash: it was thrown away.</summary>
    WrongHash,

    /// <summary>The disk has no room for it.</summary>
    NoRoom,

    /// <summary>The server refused in a way that no further try mends, or leads where it may not.</summary>
    Refused,
}
