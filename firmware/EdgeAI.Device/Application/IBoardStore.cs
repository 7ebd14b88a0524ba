namespace EdgeAI.Device.Application;

/// <summary>
/// The memory of a board that survives power-off, as numbered places. A place may be torn by a power cut while it is written: <see cref="StoredRecord"/> sees to
/// it that nothing is lost by that. Returns at once or blocks as long as the flash takes; nothing throws.
/// </summary>
public interface IBoardStore
{
    /// <summary>Reads a place into the start of the buffer.</summary>
    /// <returns>How many bytes the place held, at most the buffer's length of them read; 0 when it was never written or cannot be read.</returns>
    int Load(int place, byte[] buffer);

    /// <summary>Replaces what a place holds.</summary>
    /// <returns>False if it could not be written; then the place may hold anything.</returns>
    bool Save(int place, byte[] buffer, int count);
}
