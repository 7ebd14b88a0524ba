using System.Diagnostics;
using System.Globalization;
using EdgeAI.Gateway.Spool.Files;

namespace EdgeAI.Tests.Gateway.Spool;

public sealed class DiskReserveTests : IDisposable
{
    private const int Bytes = 4 << 20;

    private readonly TemporaryFolder _folder = new();

    private string File => _folder[DiskReserve.FileName];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Keep_HoldsTheRoomOnTheDiskAndSaysSoByItsLength()
    {
        new DiskReserve(_folder.Path, Bytes).TryKeep();

        Assert.Equal(Bytes, new FileInfo(File).Length);
        Assert.True(BytesOnDisk() >= Bytes, "the file is only long");
    }

    [Fact]
    public void Keep_WhereItIsKept_LeavesItAlone()
    {
        DiskReserve reserve = new(_folder.Path, Bytes);
        reserve.TryKeep();
        DateTime written = new(2026, 11, 30, 12, 0, 0, DateTimeKind.Utc);
        System.IO.File.SetLastWriteTimeUtc(File, written);

        reserve.TryKeep();

        Assert.Equal(written, System.IO.File.GetLastWriteTimeUtc(File));
    }

    [Fact]
    public void GiveUp_FreesTheRoomOnce()
    {
        DiskReserve reserve = new(_folder.Path, Bytes);
        reserve.TryKeep();

        Assert.True(reserve.TryGiveUp());
        Assert.False(System.IO.File.Exists(File));
        Assert.False(reserve.TryGiveUp());
    }

    private long BytesOnDisk()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "blocks are counted with Linux's stat");
        using Process stat = Process.Start(new ProcessStartInfo("stat") { ArgumentList = { "-c", "%b", File }, RedirectStandardOutput = true })!;
        return 512 * long.Parse(stat.StandardOutput.ReadToEnd(), CultureInfo.InvariantCulture);
    }
}
