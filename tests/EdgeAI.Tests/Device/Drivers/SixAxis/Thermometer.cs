using EdgeAI.Device.Board;
using EdgeAI.Device.Messages;

namespace EdgeAI.Tests.Device.Drivers.SixAxis;

/// <summary>A thermometer that says what it is told to.</summary>
internal sealed class Thermometer : ISensor
{
    private readonly Temperature _temperature = new();

    public Message Reading => _temperature;

    public SensorStatus Status { get; set; } = SensorStatus.Ok;

    public int Hundredths { get; set; } = 2000;

    public int Reads { get; private set; }

    public SensorStatus Start() => Status;

    public SensorStatus Read()
    {
        Reads++;
        _temperature.Value = Hundredths;
        return Status;
    }
}
