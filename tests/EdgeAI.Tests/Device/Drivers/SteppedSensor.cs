using EdgeAI.Device.Board;
using EdgeAI.Device.Messages;
using EdgeAI.Tests.Device.Bus;

namespace EdgeAI.Tests.Device.Drivers;

/// <summary>
/// A sensor that needs several turns for a reading, asked again as BoardCore asks: some time after each NotReady, a bounded number of
/// times. So the driver contract holds for it reading by reading.
/// </summary>
public sealed class SteppedSensor(ISensor inner, ManualClock clock, long stepNanoseconds, int attempts) : ISensor
{
    public Message Reading => inner.Reading;

    public SensorStatus Start() => inner.Start();

    public SensorStatus Read()
    {
        SensorStatus status = inner.Read();
        for (int attempt = 1; attempt < attempts && status == SensorStatus.NotReady; attempt++)
        {
            clock.Advance(stepNanoseconds);
            status = inner.Read();
        }

        return status;
    }
}
