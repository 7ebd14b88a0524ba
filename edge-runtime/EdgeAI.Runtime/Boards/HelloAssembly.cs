using EdgeAI.Device.Messages;

namespace EdgeAI.Runtime.Boards;

/// <summary>
/// Puts the parts of a telling together (WIRE.md, "Hello"). Parts of other tellings, and parts that cannot belong, are counted and left
/// out. Memory grows with what a board tells, at most 254 streams with 512 taxels each, and is used again for the next telling; only a
/// telling that is complete makes a new <see cref="BoardHello"/>. Not thread safe, but for <see cref="Current"/>.
/// </summary>
public sealed class HelloAssembly
{
    private readonly Hello _hello = new();
    private readonly StreamDescription?[] _streams = new StreamDescription?[Hello.MaxStreams];
    private readonly bool[] _held = new bool[Hello.MaxStreams];
    private readonly TaxelCollection?[] _taxels = new TaxelCollection?[Hello.MaxStreams + 1];
    private volatile BoardHello? _current;
    private bool _isTold;
    private int _heldCount;
    private int _openLayouts;
    private ushort _boot;

    /// <summary>The latest complete telling of the present boot; null before it.</summary>
    public BoardHello? Current => _current;

    /// <summary>Whether the telling that was begun last is complete, as far as its parts show.</summary>
    public bool IsComplete => _isTold && _heldCount == _hello.StreamCount && _openLayouts == 0;

    /// <summary>Whether a tactile stream of the latest telling came without its taxels: it has no layout, or the layout was lost.</summary>
    public bool LacksALayout { get; private set; }

    /// <summary>How often a telling became complete: with its last stream, and again with the last taxel of each layout.</summary>
    public long Completed { get; private set; }

    /// <summary>Tellings that were begun and replaced by another before they were complete.</summary>
    public long Unfinished { get; private set; }

    /// <summary>Parts that do not belong to the telling that was begun last, or contradict it.</summary>
    public long Strays { get; private set; }

    /// <summary>Forgets everything: the board started anew.</summary>
    public void Restart(ushort boot)
    {
        _boot = boot;
        _current = null;
        Forget();
    }

    /// <summary>Begins a telling, or goes on with the same one.</summary>
    public void Take(Hello hello)
    {
        ArgumentNullException.ThrowIfNull(hello);
        if (_isTold && hello.HelloNumber == _hello.HelloNumber)
        {
            Strays++;
            return;
        }

        Forget();
        _hello.CopyFrom(hello);
        _isTold = true;
        Publish();
    }

    /// <summary>Takes the description of one stream.</summary>
    public void Take(StreamDescription description)
    {
        ArgumentNullException.ThrowIfNull(description);
        int index = description.StreamIndex;
        if (!Belongs(description.HelloNumber) || index >= _hello.StreamCount || _held[index] || IsDescribed(description.Stream))
        {
            Strays++;
            return;
        }

        (_streams[index] ??= new StreamDescription()).CopyFrom(description);
        _held[index] = true;
        _heldCount++;
        Publish();
    }

    /// <summary>Takes the places of some taxels.</summary>
    public void Take(TaxelLayout layout)
    {
        ArgumentNullException.ThrowIfNull(layout);
        if (!Belongs(layout.HelloNumber))
        {
            Strays++;
            return;
        }

        TaxelCollection taxels = _taxels[layout.Stream] ??= new TaxelCollection();
        bool begins = taxels.IsEmpty;
        if (!taxels.TryAdd(layout))
        {
            Strays++;
            return;
        }

        _openLayouts += begins ? 1 : 0;
        if (taxels.IsComplete)
        {
            _openLayouts--;
            Publish();
        }
    }

    private bool Belongs(ushort number) => _isTold && number == _hello.HelloNumber;

    private bool IsDescribed(byte stream)
    {
        for (int index = 0; index < _hello.StreamCount; index++)
        {
            if (_held[index] && _streams[index]!.Stream == stream)
            {
                return true;
            }
        }

        return false;
    }

    private void Forget()
    {
        Unfinished += _isTold && !IsComplete ? 1 : 0;
        _isTold = false;
        _heldCount = 0;
        _openLayouts = 0;
        LacksALayout = false;
        Array.Clear(_held);
        foreach (TaxelCollection? taxels in _taxels)
        {
            taxels?.Clear();
        }
    }

    private void Publish()
    {
        if (!IsComplete)
        {
            return;
        }

        Completed++;
        BoardStream[] streams = new BoardStream[_hello.StreamCount];
        List<TaxelPlaces> layouts = [];
        LacksALayout = false;
        for (int index = 0; index < streams.Length; index++)
        {
            StreamDescription description = _streams[index]!;
            streams[index] = StreamOf(description);
            if (_taxels[description.Stream] is { IsComplete: true } taxels)
            {
                layouts.Add(taxels.ToPlaces(description.Stream));
            }
            else
            {
                LacksALayout |= description.ReadingType == MessageType.TactileArray;
            }
        }

        _current = new BoardHello
        {
            Boot = _boot,
            Number = _hello.HelloNumber,
            BoardName = _hello.BoardName.ToString(),
            SerialNumber = _hello.SerialNumber.ToString(),
            FirmwareVersion = _hello.FirmwareVersion.ToString(),
            ProfileHash = HexOf(_hello.ProfileHash),
            ReceiveLimit = _hello.ReceiveLimit,
            CommandsRemembered = _hello.CommandsRemembered,
            Streams = streams,
            Layouts = layouts,
        };
    }

    private static BoardStream StreamOf(StreamDescription description) => new()
    {
        Stream = description.Stream,
        ReadingType = description.ReadingType,
        PeriodMicroseconds = description.PeriodMicroseconds,
        Scale = description.Scale,
        Minimum = description.Minimum,
        Maximum = description.Maximum,
        Uncertainty = description.Uncertainty,
        Elements = description.Elements,
        Components = description.Components,
        CalibrationDate = description.CalibrationDate,
        CertificateHash = HexOf(description.CertificateHash),
        SensorName = description.SensorName.ToString(),
        FrameName = description.FrameName.ToString(),
    };

    private static string HexOf(byte[] digest) => digest.AsSpan().ContainsAnyExcept((byte)0) ? Convert.ToHexStringLower(digest) : "";
}
