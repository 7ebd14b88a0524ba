using EdgeAI.Device.Messages;

namespace EdgeAI.Runtime.Replay;

/// <summary>One reading of a recording, with what the recording itself says about it.</summary>
/// <param name="TimeNanoseconds">When it was true, from the recording's start.</param>
/// <param name="Source">Which kind of stream it belongs to; the profile says which stream takes that kind.</param>
/// <param name="Message">The reading.</param>
/// <param name="Label">The class that the recording gives, in the words of the model's card.</param>
/// <param name="Group">What the reading may not be separated from when data is split: the object grasped, the instance in its file.</param>
public sealed record RecordedReading(long TimeNanoseconds, RecordedSource Source, Message Message, string Label, string Group);
