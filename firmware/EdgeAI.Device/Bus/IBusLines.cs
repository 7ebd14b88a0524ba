namespace EdgeAI.Device.Bus;

/// <summary>The two wires of an I2C bus as pins with open drain, for a platform that can take them from its controller.</summary>
public interface IBusLines
{
    /// <summary>Whether SDA is high: nobody pulls it down.</summary>
    bool IsDataHigh { get; }

    /// <summary>Whether SCL is high.</summary>
    bool IsClockHigh { get; }

    /// <summary>Takes the pins from the controller, both released.</summary>
    void Take();

    /// <summary>Pulls SDA down, or releases it.</summary>
    void SetData(bool high);

    /// <summary>Pulls SCL down, or releases it; returns half a clock later, 5 us or more (UM10204 table 10, standard mode).</summary>
    void SetClock(bool high);

    /// <summary>Gives the pins back to the controller.</summary>
    void GiveBack();
}
