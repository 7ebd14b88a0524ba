using System.Runtime.InteropServices;

namespace EdgeAI.PowerCut;

/// <summary>sqlite3_file as the shim lays it out: the methods, then the shim's handle; the wrapped VFS's own file follows in the same memory.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct SqliteFile
{
    public SqliteIoMethods* Methods;
    public nint Handle;

    /// <summary>The wrapped VFS's file behind a shim's file.</summary>
    public static SqliteFile* Real(SqliteFile* file) => file + 1;
}
