namespace EdgeAI.Runtime.Estimation;

/// <summary>Says how hard a reading is touched, as one number.</summary>
/// <typeparam name="T">The reading.</typeparam>
public interface IContactMeasure<T>
{
    /// <summary>Measures one reading. Allocates nothing.</summary>
    /// <param name="reading">The reading.</param>
    /// <param name="isContact">Whether there is contact: a measure that follows what untouched looks like stands still meanwhile.</param>
    /// <param name="load">How hard, from 0, in the measure's unit.</param>
    /// <returns>False where the reading is in another unit.</returns>
    bool TryMeasure(T reading, bool isContact, out double load);
}
