using EdgeAI.Device.Bus;
using EdgeAI.Device.Messages;

namespace EdgeAI.Tests.Device.Drivers;

/// <summary>A chip that the driver contract can play with: a register fake, or a simulated chip written by someone else.</summary>
public interface IChipUnderTest
{
    /// <summary>The bus that the chip answers on.</summary>
    II2cBus Bus { get; }

    /// <summary>Takes the chip's power away and gives it back: every register as after power-on, the world unchanged.</summary>
    void PowerCycle();

    /// <summary>Puts a state of the world before the chip, 0 to 9, each told from the others in a reading.</summary>
    void Present(int variant);

    /// <summary>Whether a reading shows that state.</summary>
    bool Shows(Message reading, int variant);
}
