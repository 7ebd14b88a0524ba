using System.Diagnostics.CodeAnalysis;
using EdgeAI.Runtime.Mcap;
using EdgeAI.Runtime.Recording;
using EdgeAI.Runtime.Time;

namespace EdgeAI.Runtime.Replay;

/// <summary>
/// A recording of this runtime, opened for a replay: one file, or the files of a folder in the order of their names, which is that in which
/// a recording that was split is continued. What cannot be read of them is left out and counted. Not thread safe.
/// </summary>
public sealed class FrameRecording : IDisposable
{
    private const string FrameType = "edgeai_msgs/msg/Frame";
    private const string OriginType = "edgeai_msgs/msg/ImageOrigin";
    private const string ClockType = "edgeai_msgs/msg/ClockMapping";

    private readonly List<(FileStream Stream, McapReader Reader)> _files = [];
    private readonly HashSet<ushort> _frameChannels = [];
    private readonly HashSet<ushort> _originChannels = [];
    private readonly Dictionary<ushort, string> _imageChannels = [];
    private McapMessageCursor? _cursor;
    private int _next;

    private FrameRecording(string path)
    {
        Path = path;
    }

    /// <summary>What was opened.</summary>
    public string Path { get; }

    /// <summary>The readers of its files, with what each could not read.</summary>
    public IEnumerable<McapReader> Readers => _files.Select(static file => file.Reader);

    /// <summary>Frames of boards and stages that it holds, by its own account.</summary>
    public long Frames => Readers.Sum(static reader => CountOf(reader));

    /// <summary>Images of the <see cref="Cameras"/>, by its own account.</summary>
    public long Images => Readers.Sum(reader => reader.Statistics.ChannelMessageCounts.Where(count => reader.Channels.TryGetValue(count.Key, out McapChannel? channel) && Cameras.Contains(channel.Topic)).Sum(static count => (long)count.Value));

    /// <summary>The topics of cameras that <see cref="Read"/> goes to as well; set before the first.</summary>
    public IReadOnlySet<string> Cameras { get; set; } = new HashSet<string>();

    /// <summary>Records of its own channels that are none: left out.</summary>
    public long Unreadable { get; private set; }

    /// <summary>Whether a path names such a recording: a .mcap file, or a folder that holds one.</summary>
    public static bool Recognises(string path) => IsRecording(path)
        || (Directory.Exists(path) && Directory.EnumerateFiles(path).Any(IsRecording));

    /// <summary>Opens a recording. Never throws for what stands there.</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="recording">The recording when the answer is true.</param>
    /// <param name="problem">One line naming the thing and the mend when it is false.</param>
    public static bool TryOpen(string path, [NotNullWhen(true)] out FrameRecording? recording, out string problem)
    {
        ArgumentNullException.ThrowIfNull(path);
        FrameRecording opened = new(path);
        recording = null;
        try
        {
            string[] paths = Directory.Exists(path) ? [.. Directory.EnumerateFiles(path).Where(IsRecording).OrderBy(System.IO.Path.GetFileNameWithoutExtension, StringComparer.Ordinal)] : [path];
            foreach (string file in paths)
            {
                if (!opened.TryAdd(file, out problem))
                {
                    opened.Dispose();
                    return false;
                }
            }

            if (opened.FindStranger(paths, out problem))
            {
                opened.Dispose();
                return false;
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            opened.Dispose();
            problem = $"{path}: cannot be read ({failure.Message}); name a file or folder that is there and readable";
            return false;
        }

        if (!opened.Readers.Any(static reader => reader.Channels.Values.Any(channel => Holds(reader, channel, FrameType))))
        {
            opened.Dispose();
            problem = $"{path}: holds no frames of a robot (no channel of {FrameType}); only what '--record' wrote can be replayed";
            return false;
        }

        problem = "";
        recording = opened;
        return true;
    }

    /// <summary>The facts that the recording states under a name, which are those of each of its files; none where it states nothing.</summary>
    public IReadOnlyDictionary<string, string> Facts(string name) =>
        Readers.Select(reader => FactsOf(reader, name)).FirstOrDefault(static facts => facts.Count > 0) ?? new Dictionary<string, string>();

    /// <summary>Goes to the next record that a replay plays.</summary>
    /// <returns>Whether there is one.</returns>
    public bool Read()
    {
        while (true)
        {
            if (_cursor is null)
            {
                if (_next == _files.Count)
                {
                    return false;
                }

                McapReader reader = _files[_next++].Reader;
                _frameChannels.Clear();
                _frameChannels.UnionWith(reader.Channels.Values.Where(channel => Holds(reader, channel, FrameType)).Select(static channel => channel.Id));
                _originChannels.Clear();
                _originChannels.UnionWith(reader.Channels.Values.Where(channel => Cameras.Count > 0 && Holds(reader, channel, OriginType)).Select(static channel => channel.Id));
                _imageChannels.Clear();
                foreach (McapChannel camera in reader.Channels.Values.Where(channel => Cameras.Contains(channel.Topic)))
                {
                    _imageChannels.Add(camera.Id, camera.Topic);
                }

                _cursor = reader.ReadMessages(include: channel => _frameChannels.Contains(channel.Id) || _originChannels.Contains(channel.Id) || _imageChannels.ContainsKey(channel.Id) || Holds(reader, channel, ClockType));
            }

            if (_cursor.Read())
            {
                return true;
            }

            _cursor.Dispose();
            _cursor = null;
        }
    }

    /// <summary>What <see cref="Read"/> went to, if it is a frame.</summary>
    public bool TryGetFrame(out FrameRecord frame)
    {
        frame = default;
        if (!_frameChannels.Contains(_cursor!.Current.ChannelId))
        {
            return false;
        }

        bool sound = FrameRecord.TryRead(_cursor.Current.Data, out frame);
        Unreadable += sound ? 0 : 1;
        return sound;
    }

    /// <summary>What <see cref="Read"/> went to, if it says what the image is that follows.</summary>
    public bool TryGetOrigin(out ImageOrigin origin)
    {
        origin = default;
        if (!_originChannels.Contains(_cursor!.Current.ChannelId))
        {
            return false;
        }

        bool sound = ImageOrigin.TryRead(_cursor.Current.Data, out origin);
        Unreadable += sound ? 0 : 1;
        return sound;
    }

    /// <summary>What <see cref="Read"/> went to, if it is a camera's image; the message is valid until the next.</summary>
    /// <param name="topic">The camera's topic.</param>
    /// <param name="message">The message.</param>
    public bool TryGetImage([NotNullWhen(true)] out string? topic, out McapMessage message)
    {
        message = _cursor!.Current;
        return _imageChannels.TryGetValue(message.ChannelId, out topic);
    }

    /// <summary>What <see cref="Read"/> went to, if it is an observation of UTC.</summary>
    public UtcObservation? GetClock()
    {
        if (_frameChannels.Contains(_cursor!.Current.ChannelId) || _originChannels.Contains(_cursor.Current.ChannelId) || _imageChannels.ContainsKey(_cursor.Current.ChannelId))
        {
            return null;
        }

        UtcObservation? observation = ClockRecord.Read(_cursor.Current.Data);
        Unreadable += observation is null ? 1 : 0;
        return observation;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _cursor?.Dispose();
        foreach ((FileStream stream, _) in _files)
        {
            stream.Dispose();
        }
    }

    private static bool IsRecording(string path) => path.EndsWith(".mcap", StringComparison.OrdinalIgnoreCase);

    private static bool Holds(McapReader reader, McapChannel channel, string type) =>
        reader.Schemas.TryGetValue(channel.SchemaId, out McapSchema? schema) && schema.Name == type && channel.MessageEncoding == "cdr";

    private static long CountOf(McapReader reader)
    {
        ulong count = 0;
        foreach ((ushort channel, ulong messages) in reader.Statistics.ChannelMessageCounts)
        {
            count += reader.Channels.TryGetValue(channel, out McapChannel? found) && Holds(reader, found, FrameType) ? messages : 0;
        }

        return (long)Math.Min(count, long.MaxValue);
    }

    private static IReadOnlyDictionary<string, string> FactsOf(McapReader reader, string name) =>
        reader.Metadata.FirstOrDefault(index => index.Name == name) is { } found && reader.TryRead(found, out McapMetadata? metadata)
            ? metadata.Values
            : new Dictionary<string, string>();

    /// <summary>What the files of one recording have in common, as lines.</summary>
    private static string[] OriginOf(McapReader reader)
    {
        IReadOnlyDictionary<string, string> robot = FactsOf(reader, RecordingNames.Robot);
        return
        [
            $"boot {robot.GetValueOrDefault(RecordingNames.Boot, "none")}",
            $"profile {robot.GetValueOrDefault(RecordingNames.ProfileHash, "none")}",
            .. FactsOf(reader, RecordingNames.Streams).OrderBy(static stream => stream.Key, StringComparer.Ordinal).Select(static stream => $"stream {stream.Key} '{stream.Value}'"),
        ];
    }

    /// <summary>Whether a file is of another run than the first; one without a channel says nothing and may be of any.</summary>
    private bool FindStranger(string[] paths, out string problem)
    {
        problem = "";
        int first = _files.FindIndex(static file => file.Reader.Channels.Count > 0);
        for (int index = first + 1; first >= 0 && index < _files.Count; index++)
        {
            if (_files[index].Reader.Channels.Count == 0)
            {
                continue;
            }

            string[] expected = OriginOf(_files[first].Reader);
            string[] found = OriginOf(_files[index].Reader);
            if (!found.SequenceEqual(expected))
            {
                problem = $"{paths[index]}: is of another run than {paths[first]} ({string.Join(", ", found.Except(expected).DefaultIfEmpty("fewer streams"))} instead of {string.Join(", ", expected.Except(found).DefaultIfEmpty("fewer streams"))}); give the files of each recording a folder of their own";
                return true;
            }
        }

        return false;
    }

    private bool TryAdd(string path, out string problem)
    {
        FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        if (McapReader.TryOpen(stream, null, out McapReader? reader, out McapProblem rejection))
        {
            _files.Add((stream, reader));
            problem = "";
            return true;
        }

        stream.Dispose();
        problem = $"{path}: is no MCAP recording ({rejection.Rejection} at byte {rejection.Offset}); name a file that '--record' wrote";
        return false;
    }
}
