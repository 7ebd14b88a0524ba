namespace EdgeAI.PowerCut;

/// <summary>The SQLite numbers that the shim uses (SQLite C interface, "Result Codes", "Flags For File Open Operations").</summary>
internal static class SqliteResult
{
    public const int Ok = 0;
    public const int ReadOnly = 8;
    public const int Full = 13;
    public const int IoError = 10;
    public const int IoErrorShortRead = 522;
    public const int IoErrorSync = 1034;

    public const int OpenMainDatabase = 0x100;
    public const int OpenMainJournal = 0x800;
    public const int OpenWal = 0x80000;
}
