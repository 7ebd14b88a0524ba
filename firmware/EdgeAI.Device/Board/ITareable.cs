namespace EdgeAI.Device.Board;

/// <summary>A sensor whose zero can be set while it runs. Called between two readings, on the sensor's own thread; allocates nothing.</summary>
public interface ITareable
{
    /// <summary>How many numbers the tare consists of: 1 for a bridge, 6 for a wrench, one for each taxel.</summary>
    int TareLength { get; }

    /// <summary>Makes what acts on the sensor now its zero, from the next reading on.</summary>
    TareOutcome Tare();

    /// <summary>Copies the tare, to be stored; what the numbers mean is the sensor's own affair.</summary>
    /// <param name="tare">Receives <see cref="TareLength"/> numbers; unchanged where there is no tare.</param>
    /// <returns>Whether there is a tare.</returns>
    bool TryGetTare(int[] tare);

    /// <summary>Takes over a tare that <see cref="TryGetTare"/> gave, of this sensor under this configuration.</summary>
    /// <param name="tare">At least <see cref="TareLength"/> numbers.</param>
    void SetTare(int[] tare);
}
