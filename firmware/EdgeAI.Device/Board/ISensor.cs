using EdgeAI.Device.Messages;

namespace EdgeAI.Device.Board;

/// <summary>A sensor as the sampling loop sees it: one chip driver, or a recorded or simulated source of the same message.</summary>
public interface ISensor
{
    /// <summary>The one message that <see cref="Read"/> refills, allocated at construction.</summary>
    Message Reading { get; }

    /// <summary>Identifies and configures the chip. May be called again at any time, after a fault above all.</summary>
    SensorStatus Start();

    /// <summary>Takes a new sample, stamped with the board's clock at the moment of the transfer. Allocates nothing.</summary>
    SensorStatus Read();
}
