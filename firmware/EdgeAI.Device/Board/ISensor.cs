using EdgeAI.Device.Messages;

namespace EdgeAI.Device.Board;

/// <summary>A sensor as the sampling loop sees it: one chip driver, or a recorded or simulated source of the same message.</summary>
public interface ISensor
{
    /// <summary>The one message that <see cref="Read"/> refills, allocated at construction.</summary>
    Message Reading { get; }

    /// <summary>
    /// Begins anew to identify and configure the chip. <see cref="SensorStatus.NotReady"/>: it is under way and takes time, and <see cref="Read"/> goes on with it.
    /// May be called again at any time, after a fault above all.
    /// </summary>
    SensorStatus Start();

    /// <summary>Takes a new sample, stamped with the board's clock at the moment of the transfer. Allocates nothing.</summary>
    SensorStatus Read();
}
