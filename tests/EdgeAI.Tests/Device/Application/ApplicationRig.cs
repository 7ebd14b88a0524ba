using System.Security.Cryptography;
using EdgeAI.Device.Application;
using EdgeAI.Device.Bus;
using EdgeAI.Device.Configuration;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.SimulatedBoard.Bus;
using EdgeAI.SimulatedBoard.Chips;
using EdgeAI.Tests.Device.Board;
using EdgeAI.Tests.Device.Wire;

namespace EdgeAI.Tests.Device.Application;

/// <summary>A board's application over a simulated bridge on a virtual clock, with the robot's end of its link and a memory that outlives its restarts.</summary>
internal sealed class ApplicationRig : IBoardPlatform, IBoardBuses, IByteSource, IBridgeInput, IAirField
{
    private readonly byte[] _frame = new byte[FrameLayout.MaxLinkLength];
    private readonly FrameReceiver _receiver = new();
    private readonly Queue<byte> _toBoard = new();
    private readonly SimulatedI2cBus _bus = new();
    private readonly SimulatedI2cBus _empty = new();
    private FrameHeader _robot = new() { Stream = BoardAddress.HousekeepingStream, Boot = 900 };
    private uint _command;

    public ApplicationRig()
    {
        _bus.Attach(0x2A, new SimulatedNau7802(Clock, this, seed: 1));
        _bus.Attach(SimulatedBmp390.DefaultAddress, new SimulatedBmp390(Clock, this, 0));
        Bus = _bus;
        Application = Make();
    }

    public ConfigurationBytes Compiled { get; init; } = new();

    public VirtualClock Clock { get; } = new() { Nanoseconds = 1_000_000_000 };

    public TearingStore Store { get; } = new();

    /// <summary>What the board's bus is; the bridge alone unless a test puts something else before it.</summary>
    public II2cBus Bus { get; set; }

    public BoardApplication Application { get; private set; }

    public bool IsLampLit { get; private set; }

    public int Watchdog { get; private set; }

    public long Fed { get; private set; }

    public bool IsRestarting { get; private set; }

    public bool TakesFrames { get; set; } = true;

    /// <summary>Whether nobody is at the other end of the link yet when it is opened, as with a network.</summary>
    public bool OpensClosed { get; init; }

    /// <summary>Whether the board has the link that its configuration names.</summary>
    public bool HasLink { get; set; } = true;

    public bool StartedByPowerOn { get; set; } = true;

    public string SerialNumber => "0123456789ab";

    public long FreeBytes => 123_456;

    public ushort Chance { get; set; } = 40_000;

    /// <summary>Everything that the robot got, in order.</summary>
    public List<(FrameHeader Header, Message Message)> Frames { get; } = [];

    public double Load { get; set; } = 1;

    /// <summary>Whether the air presses so unsteadily that a skin finds no zero.</summary>
    public bool IsWindy { get; set; }

    public double MillivoltsPerVolt(long nanoseconds) => Load;

    public double Pascal(long nanoseconds, int sensor) => 101_325 + (IsWindy ? nanoseconds / 1_000_000 % 5_000 : 0);

    public double AirCelsius(long nanoseconds, int sensor) => 22;

    public IBoardBuses OpenBuses(BoardConfiguration configuration) => this;

    public II2cBus? I2c(int index) => index == 0 ? Bus : _empty;

    public ISpiBus? Spi(int index) => null;

    public IByteSource OpenLink(LinkConfiguration link, SendQueue queue)
    {
        if (!HasLink)
        {
            throw new InvalidOperationException("this board has no such link");
        }

        queue.SetClosed(OpensClosed);
        return this;
    }

    public void SetLamp(int pin, bool lit) => IsLampLit = lit;

    public void StartWatchdog(int milliseconds) => Watchdog = milliseconds;

    public void FeedWatchdog() => Fed++;

    public void Restart() => IsRestarting = true;

    public int Receive(byte[] buffer, int offset, int capacity)
    {
        int count = 0;
        while (count < capacity && _toBoard.TryDequeue(out byte value))
        {
            buffer[offset + count] = value;
            count++;
        }

        return count;
    }

    /// <summary>Starts the board; after a restart, again.</summary>
    public void Start()
    {
        IsRestarting = false;
        Application = Make();
        Application.Start();
    }

    /// <summary>Lets the robot ask the board, by its number, for its clock.</summary>
    public void Hear()
    {
        Send(new TimeRequest { TargetBoard = Application.Configuration.Board });
        Run(20);
    }

    /// <summary>Lets time pass in which the board is stuck, and then has one turn.</summary>
    public void Pass(long nanoseconds)
    {
        Clock.Nanoseconds += nanoseconds;
        Run(1);
    }

    /// <summary>Steps for a while, or until the board wants to be restarted.</summary>
    public void Run(double milliseconds)
    {
        long end = Clock.Nanoseconds + (long)(milliseconds * 1_000_000);
        while (Clock.Nanoseconds < end && !IsRestarting)
        {
            Clock.Nanoseconds = Math.Min(end, Clock.Nanoseconds + Math.Max(1_000, Application.Step()));
            if (TakesFrames)
            {
                TakeFrames();
            }
        }
    }

    /// <summary>Runs until the board restarts, and starts it.</summary>
    public void RunThroughRestart()
    {
        Run(10_000);
        Assert.True(IsRestarting, "the board did not restart");
        StartedByPowerOn = false;
        Start();
    }

    /// <summary>Sends a command to the running boot and gives back its acknowledgement.</summary>
    public Acknowledgement Do(CommandCode code, Action<Command>? fill = null, byte stream = BoardAddress.HousekeepingStream)
    {
        Command command = new()
        {
            TargetBoard = Application.Configuration.Board,
            TargetBoot = Application.Ledger.Boot,
            Number = ++_command,
            Code = code,
            Stream = stream,
        };
        fill?.Invoke(command);
        Send(command);
        for (int step = 0; step < 100; step++)
        {
            Run(2);
            if (Of<Acknowledgement>().LastOrDefault(answer => answer.Number == command.Number) is { } answer)
            {
                return answer;
            }
        }

        throw new InvalidOperationException($"{code} was not acknowledged");
    }

    /// <summary>Sends a configuration in pieces; the last answer.</summary>
    public Acknowledgement Update(byte[] configuration, int pieceLength = 100, byte[]? digest = null)
    {
        Acknowledgement? answer = null;
        for (int offset = 0; offset < configuration.Length; offset += pieceLength)
        {
            int count = Math.Min(pieceLength, configuration.Length - offset);
            int at = offset;
            answer = Do(CommandCode.UpdateConfiguration, piece =>
            {
                piece.ConfigurationTotal = configuration.Length;
                piece.ConfigurationOffset = at;
                piece.ConfigurationCount = count;
                (digest ?? SHA256.HashData(configuration)).CopyTo(piece.ConfigurationDigest, 0);
                configuration.AsSpan(at, count).CopyTo(piece.Configuration);
            });
        }

        return answer!;
    }

    public void Send(Message message)
    {
        message.Stamp = new Stamp(1_000, 1_000);
        int length = FrameEncoder.EncodeForLink(_robot, message, _frame, 0, _frame.Length);
        Assert.True(length > 0);
        _robot = new FrameHeader { Stream = _robot.Stream, Boot = _robot.Boot, Sequence = _robot.Sequence + 1 };
        foreach (byte value in _frame.AsSpan(0, length))
        {
            _toBoard.Enqueue(value);
        }
    }

    public IEnumerable<T> Of<T>()
        where T : Message => Frames.Select(static frame => frame.Message).OfType<T>();

    public IEnumerable<string> Log(ushort code) => Of<LogRecord>().Where(record => record.Code == code).Select(static record => record.Text.ToString());

    public void TakeFrames()
    {
        int count;
        while ((count = Application.Queue.Take(_frame)) > 0)
        {
            int position = 0;
            while (_receiver.TryReceive(_frame, ref position, count))
            {
                FrameHeader header = new();
                Assert.Equal(FrameStatus.Ok, FrameDecoder.TryDecodeHeader(_receiver.Frame, 0, _receiver.FrameLength, header));
                Message message = MessageText.EmptyOf(header.Type);
                Assert.Equal(FrameStatus.Ok, _receiver.Decode(message));
                Frames.Add((header, message));
            }
        }
    }

    private BoardApplication Make() => new(new BoardImage((Compiled ?? new ConfigurationBytes()).ToArray(), "9.8.7", FrameFlags.Simulated), this, Store, null, Clock);
}
