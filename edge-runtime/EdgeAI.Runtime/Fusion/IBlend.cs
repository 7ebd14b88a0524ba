namespace EdgeAI.Runtime.Fusion;

/// <summary>Makes the payload of an instant from those before and after it.</summary>
/// <typeparam name="T">The payload.</typeparam>
public interface IBlend<T>
{
    /// <summary>Blends two payloads. Allocates nothing.</summary>
    /// <param name="earlier">The one before.</param>
    /// <param name="later">The one after.</param>
    /// <param name="fraction">Where the instant lies, from 0 at the earlier to 1 at the later.</param>
    /// <param name="into">Takes the result: a message is filled in place, a value is set.</param>
    /// <returns>False where the two have nothing in between: other scales, other parts, another size.</returns>
    bool TryBlend(T earlier, T later, double fraction, ref T into);
}
