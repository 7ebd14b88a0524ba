using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using EdgeAI.Robot.Cameras;

namespace EdgeAI.Tests.Robot.Cameras;

/// <summary>A driver in memory: four buffers that a test fills, and any error at any request.</summary>
internal sealed unsafe class FakeV4l2 : IV4l2Device, IDisposable
{
    public const int BufferLength = 4096;

    private readonly nint[] _memory = new nint[4];
    private readonly Queue<uint> _queued = new();
    private readonly Queue<V4l2Buffer> _filled = new();

    /// <summary>The error that a request answers with; 0, or none, for success.</summary>
    public Dictionary<uint, int> Errors { get; } = [];

    public int OpenError { get; set; }

    public int MapError { get; set; }

    public int WaitError { get; set; }

    public V4l2Capability Capability { get; set; } = new() { Capabilities = V4l2Requests.HasNodeCapabilities, NodeCapabilities = V4l2Requests.CanCapture | V4l2Requests.CanStream };

    /// <summary>Changes what is asked for into what the device gives.</summary>
    public Func<V4l2Format, V4l2Format> Negotiates { get; set; } = static asked => asked with { BytesPerLine = asked.Width * 2, SizeImage = asked.Width * asked.Height * 2 };

    public Func<V4l2StreamParameters, V4l2StreamParameters> Paces { get; set; } = static asked => asked with { Capability = V4l2Requests.CanSetRate };

    public uint BuffersGiven { get; set; } = 4;

    /// <summary>What was asked, in order.</summary>
    public List<string> Asked { get; } = [];

    public V4l2Format LastFormat { get; private set; }

    public int Mapped { get; private set; }

    public bool IsOpen { get; private set; }

    public bool IsStreaming { get; private set; }

    public int Queued => _queued.Count;

    /// <summary>The driver fills the next buffer.</summary>
    public void Fill(ReadOnlySpan<byte> image, V4l2Buffer said)
    {
        uint index = _queued.Dequeue();
        image.CopyTo(new Span<byte>((void*)_memory[index], BufferLength));
        _filled.Enqueue(said with { Index = index, BytesUsed = said.BytesUsed == 0 ? (uint)image.Length : said.BytesUsed });
    }

    public int Open(string path)
    {
        IsOpen = OpenError == 0;
        return OpenError;
    }

    public int Control<T>(uint request, ref T argument)
        where T : unmanaged
    {
        Asked.Add(Names[request]);
        if (Errors.TryGetValue(request, out int error))
        {
            return error;
        }

        switch (request)
        {
            case V4l2Requests.QueryCapability:
                Unsafe.As<T, V4l2Capability>(ref argument) = Capability;
                return 0;
            case V4l2Requests.SetFormat:
                LastFormat = Unsafe.As<T, V4l2Format>(ref argument);
                Unsafe.As<T, V4l2Format>(ref argument) = Negotiates(LastFormat);
                return 0;
            case V4l2Requests.SetParameters:
                Unsafe.As<T, V4l2StreamParameters>(ref argument) = Paces(Unsafe.As<T, V4l2StreamParameters>(ref argument));
                return 0;
            case V4l2Requests.RequestBuffers:
                Unsafe.As<T, V4l2BufferRequest>(ref argument).Count = BuffersGiven;
                return 0;
            case V4l2Requests.QueryBuffer:
                ref V4l2Buffer queried = ref Unsafe.As<T, V4l2Buffer>(ref argument);
                queried.Offset = queried.Index * BufferLength;
                queried.Length = BufferLength;
                return 0;
            case V4l2Requests.Queue:
                _queued.Enqueue(Unsafe.As<T, V4l2Buffer>(ref argument).Index);
                return 0;
            case V4l2Requests.Dequeue:
                if (!_filled.TryDequeue(out V4l2Buffer filled))
                {
                    return 11;
                }

                Unsafe.As<T, V4l2Buffer>(ref argument) = filled;
                return 0;
            case V4l2Requests.StreamOn:
                IsStreaming = true;
                return 0;
            default:
                IsStreaming = false;
                _queued.Clear();
                return 0;
        }
    }

    public int Map(uint offset, uint length, out nint address)
    {
        address = 0;
        if (MapError != 0)
        {
            return MapError;
        }

        Mapped++;
        address = _memory[offset / BufferLength] = (nint)NativeMemory.AllocZeroed(length);
        return 0;
    }

    public void Unmap(nint address, uint length)
    {
        Mapped--;
        NativeMemory.Free((void*)address);
    }

    public int Wait(int milliseconds, out bool isReady)
    {
        isReady = _filled.Count > 0 || Errors.ContainsKey(V4l2Requests.Dequeue);
        return WaitError;
    }

    public void Close() => IsOpen = false;

    public void Dispose() => Assert.Equal((0, false), (Mapped, IsOpen));

    private static Dictionary<uint, string> Names { get; } = new()
    {
        [V4l2Requests.QueryCapability] = "capability",
        [V4l2Requests.SetFormat] = "format",
        [V4l2Requests.SetParameters] = "rate",
        [V4l2Requests.RequestBuffers] = "buffers",
        [V4l2Requests.QueryBuffer] = "query",
        [V4l2Requests.Queue] = "queue",
        [V4l2Requests.Dequeue] = "dequeue",
        [V4l2Requests.StreamOn] = "on",
        [V4l2Requests.StreamOff] = "off",
    };
}
