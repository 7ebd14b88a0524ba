using EdgeAI.Records;

namespace EdgeAI.Gateway.StandIn;

/// <summary>Receives one record that reached the stand-in.</summary>
/// <param name="id">The record's name.</param>
/// <param name="record">The record, borrowed until the handler returns.</param>
/// <param name="isDuplicate">Whether the name was seen before.</param>
public delegate void CityRecordHandler(RecordId id, in GatewayRecord record, bool isDuplicate);
