using EdgeAI.Device.Board;
using EdgeAI.Device.Messages;

namespace EdgeAI.Tests.Device.Configuration;

/// <summary>What a host puts in the place of a sensor without a chip: always the same reading.</summary>
internal sealed class StillSensor(Message reading) : ISensor
{
    public Message Reading => reading;

    public SensorStatus Start() => SensorStatus.Ok;

    public SensorStatus Read() => SensorStatus.Ok;
}
