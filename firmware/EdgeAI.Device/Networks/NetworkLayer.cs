namespace EdgeAI.Device.Networks;

/// <summary>One layer of an int8 network: how many values it takes and gives, and how. NETWORKS.md says what each kind computes, bit for bit.</summary>
public abstract class NetworkLayer
{
    /// <summary>How many values the layer takes.</summary>
    public abstract int InputLength { get; }

    /// <summary>How many values the layer gives.</summary>
    public abstract int OutputLength { get; }

    /// <summary>Computes the outputs from the inputs. Allocates nothing.</summary>
    /// <param name="input">At least <see cref="InputLength"/> values; only read.</param>
    /// <param name="output">Another array with room for <see cref="OutputLength"/> values.</param>
    public abstract void Run(sbyte[] input, sbyte[] output);

    /// <summary>Appends everything that the layer computes with, in the order of NETWORKS.md.</summary>
    internal abstract void AppendTo(NetworkDigest digest);
}
