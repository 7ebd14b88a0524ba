using System.Diagnostics;
using System.Runtime.Versioning;
using EdgeAI.Runtime.Outlets;

namespace EdgeAI.Tests.Runtime.Outlets;

/// <summary>What another user may have put where a ring is looked for is neither read nor written.</summary>
[SupportedOSPlatform("linux")]
public sealed class OutletTrustTests : IDisposable
{
    private const uint Nobody = 65534;

    private readonly OutletFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_OfALinkToARing_IsRefused()
    {
        LeaveRing();
        File.CreateSymbolicLink(_folder.PathOf("link"), _folder.PathOf("left"));

        RefusedBoth("link", "cannot be opened");
    }

    [Fact]
    public void Open_OfAPipe_IsRefusedAtOnce()
    {
        using Process made = Process.Start("mkfifo", _folder.PathOf("pipe"));
        made.WaitForExit();

        RefusedBoth("pipe", "is no regular file");
    }

    [Theory]
    [InlineData(UnixFileMode.GroupWrite)]
    [InlineData(UnixFileMode.OtherWrite)]
    public void Open_OfARingThatOthersMayWrite_IsRefused(UnixFileMode more)
    {
        LeaveRing();
        File.SetUnixFileMode(_folder.PathOf("left"), UnixFileMode.UserRead | UnixFileMode.UserWrite | more);

        RefusedBoth("left", "may be written by others");
    }

    [Fact]
    public void TryOpen_OfAnotherUsersRing_IsRefusedUnlessRootMadeIt()
    {
        LeaveRing();

        bool opened = OutletRingReader.TryOpen(_folder.PathOf("left"), Nobody, out OutletRingReader? reader, out string problem);

        reader?.Dispose();
        Assert.Equal(RingFile.OwnUser == 0, opened);
        Assert.Equal(!opened, problem.Contains($"belongs to user {RingFile.OwnUser}, not to {Nobody}", StringComparison.Ordinal));
    }

    [Fact]
    public void TryCreate_OfARing_KeepsItsLockToItself()
    {
        File.WriteAllBytes(_folder.PathOf("ring.lock"), []);

        using OutletRing ring = _folder.Ring();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder.PathOf("ring.lock")));
    }

    [Fact]
    public void Dispose_WhereTheNameCannotBeTakenAway_StillTellsReaders()
    {
        OutletRing ring = _folder.Ring();
        using OutletRingReader reader = _folder.Reader();
        File.Delete(ring.Path);
        Directory.CreateDirectory(ring.Path);

        ring.Dispose();

        Assert.Equal(OutletState.Closed, reader.State);
    }

    [Fact]
    public void TryCreate_WhereTheNameCannotBeTaken_LeavesNothingUnfinished()
    {
        Directory.CreateDirectory(_folder.PathOf("ring"));
        OutletRingOptions options = new() { Path = _folder.PathOf("ring"), Boot = 9, OriginNanoseconds = 0 };

        Assert.False(OutletRing.TryCreate(options, _folder.Clock, out _, out _));

        Assert.False(File.Exists(_folder.PathOf("ring.new")));
    }

    private void RefusedBoth(string name, string reason)
    {
        OutletRingOptions options = new() { Path = _folder.PathOf(name), Boot = 9, OriginNanoseconds = 0 };

        Assert.False(OutletRingReader.TryOpen(_folder.PathOf(name), out _, out string notRead));
        Assert.False(OutletRing.TryCreate(options, _folder.Clock, out _, out string notMade));

        Assert.Contains(reason, notRead, StringComparison.Ordinal);
        Assert.Contains(reason, notMade, StringComparison.Ordinal);
    }

    // A ring without a writer: what a robot leaves that was killed.
    private void LeaveRing()
    {
        using OutletRing ring = _folder.Ring();
        File.Copy(_folder.PathOf("ring"), _folder.PathOf("left"));
    }
}
