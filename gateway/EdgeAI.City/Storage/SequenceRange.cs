namespace EdgeAI.City.Storage;

/// <summary>Sequences of one spool from first through last.</summary>
internal readonly record struct SequenceRange(string Gateway, long Epoch, long First, long Last);
