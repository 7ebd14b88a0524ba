using EdgeAI.Runtime.Cameras;
using EdgeAI.Runtime.Time;

namespace EdgeAI.Tests.Runtime.Cameras;

public sealed class DrawnCameraTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edgeai-camera-").FullName;
    private readonly VirtualClock _clock = new();
    private readonly byte[] _room = new byte[64 * 48 * 2];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void TestPattern_ByTime_GivesOneImageAPeriodAndHolesForWhoIsLate()
    {
        using TestPatternCamera camera = new(64, 48, 50, _clock);
        Assert.True(camera.TryOpen(out _));
        Assert.Equal(CameraOutcome.Taken, camera.TakeInto(_room, out CameraFrame first));
        Assert.Equal(CameraOutcome.Waiting, camera.TakeInto(_room, out _));
        Assert.Equal(20_000_000, camera.NextInstant);
        _clock.Advance(TimeSpan.FromMilliseconds(75));
        Assert.Equal(CameraOutcome.Taken, camera.TakeInto(_room, out CameraFrame late));
        Assert.Equal((new CameraFrame(6144, 0, 0, 0), new CameraFrame(6144, 60_000_000, 0, 3)), (first, late));
        Assert.Equal(80_000_000, camera.NextInstant);
    }

    [Fact]
    public void TestPattern_OfTheSameNumber_IsTheSameImageAndMoves()
    {
        byte[] first = Draw(0);
        Assert.Equal(first, Draw(0));
        Assert.NotEqual(first, Draw(1));
        Assert.All(Draw(1_000_000_007).Chunk(2), static pair => Assert.InRange(pair[0], 16, 235));
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(16, 16)]
    [InlineData(1280, 720)]
    public void TestPattern_OfAnySize_StaysInsideItsImage(int width, int height)
    {
        using TestPatternCamera camera = new(width, height, 1000, _clock);
        Assert.True(camera.TryOpen(out _));
        byte[] room = new byte[camera.Shape.Length];
        for (int number = 0; number < 500; number++)
        {
            Assert.Equal(CameraOutcome.Taken, camera.TakeInto(room, out _));
            _clock.Advance(TimeSpan.FromMilliseconds(1));
        }
    }

    [Fact]
    public void Folder_PlayedOnce_GivesItsFilesByNameAndEnds()
    {
        Write("b.jpg", 2);
        Write("a.JPG", 1);
        Write("c.jpeg", 3);
        Write("notes.txt", 9);
        using FolderCamera camera = new(_folder, 64, 48, 10, loops: false, _clock);
        Assert.True(camera.TryOpen(out string problem), problem);
        Assert.Equal([1, 2, 3], Take(camera, 3));
        _clock.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Equal(CameraOutcome.Ended, camera.TakeInto(_room, out _));
    }

    [Fact]
    public void Folder_ThatLoops_BeginsAnewAndNumbersOn()
    {
        Write("a.jpg", 1);
        Write("b.jpg", 2);
        using FolderCamera camera = new(_folder, 64, 48, 10, loops: true, _clock);
        Assert.True(camera.TryOpen(out string problem), problem);
        Assert.Equal([1, 2, 1, 2, 1], Take(camera, 5));
    }

    [Fact]
    public void Folder_ThatIsNone_SaysWhatToDo()
    {
        using FolderCamera empty = new(_folder, 64, 48, 10, loops: true, _clock);
        Assert.False(empty.TryOpen(out string problem));
        Assert.Equal($"{_folder} holds no .jpg file; name a folder of images", problem);
        using FolderCamera missing = new(Path.Combine(_folder, "x"), 64, 48, 10, loops: true, _clock);
        Assert.False(missing.TryOpen(out problem));
        Assert.EndsWith("; name a folder that is there and readable", problem, StringComparison.Ordinal);
        File.WriteAllBytes(Path.Combine(_folder, "large.jpg"), new byte[6145]);
        Assert.False(empty.TryOpen(out problem));
        Assert.EndsWith("has 6145 bytes, more than an image of 64 x 48 pixels may have (6144); leave it out", problem, StringComparison.Ordinal);
    }

    private static byte[] Draw(int number)
    {
        VirtualClock clock = new();
        using TestPatternCamera camera = new(64, 48, 1000, clock);
        Assert.True(camera.TryOpen(out _));
        clock.AdvanceTo(number * 1_000_000L);
        byte[] room = new byte[camera.Shape.Length];
        Assert.Equal(CameraOutcome.Taken, camera.TakeInto(room, out CameraFrame frame));
        Assert.Equal(number, frame.Sequence);
        return room;
    }

    private List<int> Take(FolderCamera camera, int count)
    {
        List<int> taken = [];
        for (int index = 0; index < count; index++)
        {
            Assert.Equal(CameraOutcome.Taken, camera.TakeInto(_room, out CameraFrame frame));
            Assert.Equal(index, frame.Sequence);
            taken.Add(_room[0]);
            _clock.AdvanceTo(camera.NextInstant);
        }

        return taken;
    }

    private void Write(string name, byte fill) => File.WriteAllBytes(Path.Combine(_folder, name), [fill, fill]);
}
