using System.Globalization;
using EdgeAI.Gateway.Identity;

namespace EdgeAI.Gateway.Sparkplug;

/// <summary>
/// The number that ties a node's death to its birth, bdSeq: one more with each CONNECT, 0 after 255, kept in a file so that it goes on
/// after a restart (Sparkplug 3.0.0, 5.4). One thread uses it.
/// </summary>
internal sealed class BirthSequence
{
    /// <summary>The file's name in the gateway's folder.</summary>
    public const string FileName = "sparkplug-bdseq";

    private readonly string _path;

    public BirthSequence(string folder)
    {
        _path = Path.Combine(folder, FileName);
        Current = byte.MaxValue;
        try
        {
            // A file that is absent or damaged begins at 0, as a node does that never connected.
            if (File.Exists(_path) && byte.TryParse(File.ReadAllText(_path), NumberStyles.None, CultureInfo.InvariantCulture, out byte last))
            {
                Current = last;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LastError = $"{_path} cannot be read ({exception.Message}): bdSeq begins at 0";
        }
    }

    /// <summary>The latest number.</summary>
    public byte Current { get; private set; }

    /// <summary>Why the file could not be read or written; empty when it could. The number grows all the same.</summary>
    public string LastError { get; private set; } = "";

    /// <summary>Gives the next CONNECT's number, on disk before it returns.</summary>
    public byte Next()
    {
        Current++;
        try
        {
            AtomicFile.Write(_path, Current.ToString(CultureInfo.InvariantCulture));
            LastError = "";
        }
        catch (GatewayException exception)
        {
            LastError = exception.Message;
        }

        return Current;
    }
}
