namespace EdgeAI.Device.Messages;

/// <summary>
/// A set of taxels, not a grid: place and normal of each come from the layout in the profile.
/// Values are taxel-major: all components of taxel 0, then of taxel 1.
/// </summary>
public sealed class TactileArray : Message
{
    /// <summary>The most taxels that one message can hold (WIRE.md, "Limits").</summary>
    public const int MaxTaxels = 512;

    /// <summary>Raw value per component, <see cref="TaxelCount"/> * <see cref="Components"/> of them valid.</summary>
    public readonly short[] Values;

    /// <summary>One bit per taxel, taxel 0 in bit 0 of byte 0: the chip's own touch decision. Valid if <see cref="HasTouch"/>.</summary>
    public readonly byte[] Touch;

    /// <summary>How many taxels are valid.</summary>
    public int TaxelCount;

    /// <summary>Components per taxel: 1 (normal) or 3 (normal and two shear).</summary>
    public int Components = 1;

    /// <summary>Whether the chip decides on touch by itself and <see cref="Touch"/> is filled.</summary>
    public bool HasTouch;

    /// <summary>What one raw step is worth.</summary>
    public Scale Scale = new Scale(1, 0, Unit.Count);

    /// <summary>Makes an empty message with room for a number of taxels.</summary>
    /// <param name="taxelCapacity">The most taxels it will hold, 1 to <see cref="MaxTaxels"/>.</param>
    /// <param name="components">Components per taxel, 1 or 3.</param>
    public TactileArray(int taxelCapacity, int components)
    {
        Values = new short[taxelCapacity * components];
        Touch = new byte[(taxelCapacity + 7) / 8];
        Components = components;
    }

    /// <inheritdoc/>
    public override MessageType Type
    {
        get { return MessageType.TactileArray; }
    }

    /// <summary>Whether the chip says that a taxel is touched; false where the chip does not decide.</summary>
    public bool IsTouched(int taxel)
    {
        return HasTouch && (Touch[taxel >> 3] & (1 << (taxel & 7))) != 0;
    }

    /// <inheritdoc/>
    public override void CopyFrom(Message other)
    {
        TactileArray source = (TactileArray)other;
        CopyHeaderFrom(other);
        TaxelCount = source.TaxelCount;
        Components = source.Components;
        HasTouch = source.HasTouch;
        Scale = source.Scale;
        System.Array.Copy(source.Values, 0, Values, 0, source.TaxelCount * source.Components);
        System.Array.Copy(source.Touch, 0, Touch, 0, (source.TaxelCount + 7) / 8);
    }
}
