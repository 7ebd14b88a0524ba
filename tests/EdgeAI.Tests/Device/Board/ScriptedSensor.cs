using EdgeAI.Device.Board;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;

namespace EdgeAI.Tests.Device.Board;

/// <summary>A sensor whose every answer the test decides; counts what is asked of it.</summary>
internal sealed class ScriptedSensor(VirtualClock clock) : ISensor
{
    public ForceStamped Force { get; } = new();

    public Message Reading => Force;

    /// <summary>What Read answers.</summary>
    public SensorStatus OnRead { get; set; }

    /// <summary>What Start answers.</summary>
    public SensorStatus OnStart { get; set; }

    /// <summary>How long a read takes, nanoseconds.</summary>
    public long ReadDuration { get; set; }

    public int Reads { get; private set; }

    public List<long> StartedAt { get; } = [];

    public SensorStatus Start()
    {
        StartedAt.Add(clock.Nanoseconds);
        return OnStart;
    }

    public SensorStatus Read()
    {
        Reads++;
        clock.Nanoseconds += ReadDuration;
        if (OnRead == SensorStatus.Ok)
        {
            Force.Value++;
            Force.Stamp = new Stamp(clock.Nanoseconds, 1_000);
        }

        return OnRead;
    }
}
