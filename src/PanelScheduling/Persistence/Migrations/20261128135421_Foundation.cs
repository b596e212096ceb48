using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;
using Partnership.ServiceDefaults.Audit;

#nullable disable

namespace Partnership.PanelScheduling.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class Foundation : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "audit_entry",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    council = table.Column<short>(type: "smallint", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "clock_timestamp()"),
                    subject = table.Column<string>(type: "text", nullable: false),
                    client = table.Column<string>(type: "text", nullable: false),
                    roles = table.Column<string[]>(type: "text[]", nullable: false),
                    operation = table.Column<string>(type: "text", nullable: false),
                    ids = table.Column<Guid[]>(type: "uuid[]", nullable: false),
                    outcome = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: true),
                    trace_id = table.Column<string>(type: "text", nullable: true),
                    sequence = table.Column<long>(type: "bigint", nullable: true),
                    hash = table.Column<byte[]>(type: "bytea", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_audit_entry", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "central_list",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    councils = table.Column<short[]>(type: "smallint[]", nullable: false),
                    strand = table.Column<short>(type: "smallint", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_central_list", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "decision_maker",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    council = table.Column<short>(type: "smallint", nullable: false),
                    subject = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    kinds = table.Column<short[]>(type: "smallint[]", nullable: false),
                    from = table.Column<DateOnly>(type: "date", nullable: false),
                    until = table.Column<DateOnly>(type: "date", nullable: true),
                    authority = table.Column<short>(type: "smallint", nullable: false),
                    authority_on = table.Column<DateOnly>(type: "date", nullable: false),
                    social_worker_since = table.Column<DateOnly>(type: "date", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_decision_maker", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "held_notice",
                columns: table => new
                {
                    reference = table.Column<Guid>(type: "uuid", nullable: false),
                    case_id = table.Column<Guid>(type: "uuid", nullable: false),
                    councils = table.Column<short[]>(type: "smallint[]", nullable: false),
                    epoch = table.Column<int>(type: "integer", nullable: false),
                    hub_version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_held_notice", x => x.reference);
                });

            migrationBuilder.CreateTable(
                name: "held_record",
                columns: table => new
                {
                    record = table.Column<Guid>(type: "uuid", nullable: false),
                    case_id = table.Column<Guid>(type: "uuid", nullable: false),
                    councils = table.Column<short[]>(type: "smallint[]", nullable: false),
                    maker = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_held_record", x => x.record);
                });

            migrationBuilder.CreateTable(
                name: "idempotency_key",
                columns: table => new
                {
                    client = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    route = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    key = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    fingerprint = table.Column<byte[]>(type: "bytea", nullable: true),
                    status = table.Column<int>(type: "integer", nullable: true),
                    headers = table.Column<string>(type: "jsonb", nullable: true),
                    body = table.Column<byte[]>(type: "bytea", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_idempotency_key", x => new { x.client, x.route, x.key });
                });

            migrationBuilder.CreateTable(
                name: "inbox",
                columns: table => new
                {
                    message_id = table.Column<Guid>(type: "uuid", nullable: false),
                    consumer = table.Column<string>(type: "text", nullable: false),
                    received_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "clock_timestamp()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_inbox", x => new { x.message_id, x.consumer });
                });

            migrationBuilder.CreateTable(
                name: "outbox",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    aggregate_id = table.Column<Guid>(type: "uuid", nullable: false),
                    epoch = table.Column<int>(type: "integer", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    message_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    routing_key = table.Column<string>(type: "text", nullable: false),
                    body = table.Column<byte[]>(type: "bytea", nullable: false),
                    headers = table.Column<string>(type: "jsonb", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "clock_timestamp()"),
                    attempts = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    next_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    locked_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    parked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    parked_reason = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_outbox", x => x.id);
                })
                .Annotation("Npgsql:StorageParameter:autovacuum_vacuum_cost_delay", 0)
                .Annotation("Npgsql:StorageParameter:autovacuum_vacuum_scale_factor", 0.0)
                .Annotation("Npgsql:StorageParameter:autovacuum_vacuum_threshold", 1000)
                .Annotation("Npgsql:StorageParameter:fillfactor", 50);

            migrationBuilder.CreateTable(
                name: "panel_case",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    council = table.Column<short>(type: "smallint", nullable: false),
                    councils = table.Column<short[]>(type: "smallint[]", nullable: false),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    is_brief = table.Column<bool>(type: "boolean", nullable: false),
                    is_fast_track = table.Column<bool>(type: "boolean", nullable: false),
                    is_infant = table.Column<bool>(type: "boolean", nullable: false),
                    household = table.Column<Guid>(type: "uuid", nullable: true),
                    household_council = table.Column<short>(type: "smallint", nullable: true),
                    link = table.Column<Guid>(type: "uuid", nullable: true),
                    state = table.Column<short>(type: "smallint", nullable: false),
                    child_count = table.Column<int>(type: "integer", nullable: false),
                    absences = table.Column<string>(type: "jsonb", nullable: false),
                    excused = table.Column<string>(type: "jsonb", nullable: false),
                    minutes = table.Column<int>(type: "integer", nullable: true),
                    court_date = table.Column<DateOnly>(type: "date", nullable: true),
                    round = table.Column<short>(type: "smallint", nullable: false),
                    ready_on = table.Column<DateOnly>(type: "date", nullable: true),
                    epoch = table.Column<int>(type: "integer", nullable: false),
                    hub_version = table.Column<long>(type: "bigint", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_panel_case", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "parked",
                columns: table => new
                {
                    message_id = table.Column<Guid>(type: "uuid", nullable: false),
                    consumer = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    body = table.Column<byte[]>(type: "bytea", nullable: false),
                    headers = table.Column<string>(type: "jsonb", nullable: false),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    parked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "clock_timestamp()"),
                    reason = table.Column<string>(type: "text", nullable: false),
                    replay_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_parked", x => new { x.message_id, x.consumer });
                });

            migrationBuilder.CreateTable(
                name: "retry",
                columns: table => new
                {
                    message_id = table.Column<Guid>(type: "uuid", nullable: false),
                    consumer = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    body = table.Column<byte[]>(type: "bytea", nullable: false),
                    headers = table.Column<string>(type: "jsonb", nullable: false),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    next_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_retry", x => new { x.message_id, x.consumer });
                });

            migrationBuilder.CreateTable(
                name: "schedule_plan",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    councils = table.Column<short[]>(type: "smallint[]", nullable: false),
                    from = table.Column<DateOnly>(type: "date", nullable: false),
                    until = table.Column<DateOnly>(type: "date", nullable: false),
                    panel_ids = table.Column<Guid[]>(type: "uuid[]", nullable: false),
                    includes_booked = table.Column<bool>(type: "boolean", nullable: false),
                    placements = table.Column<string>(type: "jsonb", nullable: false),
                    bound = table.Column<long>(type: "bigint", nullable: false),
                    cost = table.Column<long>(type: "bigint", nullable: false),
                    is_optimal = table.Column<bool>(type: "boolean", nullable: false),
                    milliseconds = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    applied_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_schedule_plan", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "fee_rate",
                columns: table => new
                {
                    list_id = table.Column<Guid>(type: "uuid", nullable: false),
                    role = table.Column<short>(type: "smallint", nullable: false),
                    from = table.Column<DateOnly>(type: "date", nullable: false),
                    councils = table.Column<short[]>(type: "smallint[]", nullable: false),
                    meeting_pounds = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_fee_rate", x => new { x.list_id, x.role, x.from });
                    table.ForeignKey(
                        name: "FK_fee_rate_central_list_list_id",
                        column: x => x.list_id,
                        principalTable: "central_list",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "list_member",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    list_id = table.Column<Guid>(type: "uuid", nullable: false),
                    councils = table.Column<short[]>(type: "smallint[]", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    subject = table.Column<string>(type: "text", nullable: true),
                    joined_on = table.Column<DateOnly>(type: "date", nullable: false),
                    notice_given_on = table.Column<DateOnly>(type: "date", nullable: true),
                    notice_by = table.Column<short>(type: "smallint", nullable: true),
                    leaves_on = table.Column<DateOnly>(type: "date", nullable: true),
                    facts = table.Column<string>(type: "jsonb", nullable: false),
                    absences = table.Column<string>(type: "jsonb", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_list_member", x => x.id);
                    table.ForeignKey(
                        name: "FK_list_member_central_list_list_id",
                        column: x => x.list_id,
                        principalTable: "central_list",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "panel",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    councils = table.Column<short[]>(type: "smallint[]", nullable: false),
                    strand = table.Column<short>(type: "smallint", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false),
                    list_id = table.Column<Guid>(type: "uuid", nullable: false),
                    meeting_minutes = table.Column<int>(type: "integer", nullable: false),
                    item_minutes = table.Column<string>(type: "jsonb", nullable: false),
                    cooling_off_months = table.Column<int>(type: "integer", nullable: false),
                    meeting_pounds = table.Column<int>(type: "integer", nullable: false),
                    shares = table.Column<string>(type: "jsonb", nullable: false),
                    travel_pounds = table.Column<string>(type: "jsonb", nullable: false),
                    minutes_working_days = table.Column<int>(type: "integer", nullable: false),
                    takes_advisory_items = table.Column<bool>(type: "boolean", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_panel", x => x.id);
                    table.ForeignKey(
                        name: "FK_panel_central_list_list_id",
                        column: x => x.list_id,
                        principalTable: "central_list",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "case_child",
                columns: table => new
                {
                    case_id = table.Column<Guid>(type: "uuid", nullable: false),
                    child = table.Column<Guid>(type: "uuid", nullable: false),
                    councils = table.Column<short[]>(type: "smallint[]", nullable: false),
                    should_be_placed_on = table.Column<DateOnly>(type: "date", nullable: true),
                    authority_on = table.Column<DateOnly>(type: "date", nullable: true),
                    epoch = table.Column<int>(type: "integer", nullable: false),
                    hub_version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_case_child", x => new { x.case_id, x.child });
                    table.ForeignKey(
                        name: "FK_case_child_panel_case_case_id",
                        column: x => x.case_id,
                        principalTable: "panel_case",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "case_clock",
                columns: table => new
                {
                    case_id = table.Column<Guid>(type: "uuid", nullable: false),
                    code = table.Column<short>(type: "smallint", nullable: false),
                    round = table.Column<short>(type: "smallint", nullable: false),
                    recipient = table.Column<short>(type: "smallint", nullable: false),
                    councils = table.Column<short[]>(type: "smallint[]", nullable: false),
                    rank = table.Column<int>(type: "integer", nullable: false),
                    force = table.Column<short>(type: "smallint", nullable: false),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    started = table.Column<DateOnly>(type: "date", nullable: false),
                    due = table.Column<DateOnly>(type: "date", nullable: true),
                    ended = table.Column<DateOnly>(type: "date", nullable: true),
                    paused = table.Column<short>(type: "smallint", nullable: true),
                    paused_from = table.Column<DateOnly>(type: "date", nullable: true),
                    is_breach = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_case_clock", x => new { x.case_id, x.code, x.round, x.recipient });
                    table.ForeignKey(
                        name: "FK_case_clock_panel_case_case_id",
                        column: x => x.case_id,
                        principalTable: "panel_case",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "case_day",
                columns: table => new
                {
                    case_id = table.Column<Guid>(type: "uuid", nullable: false),
                    round = table.Column<short>(type: "smallint", nullable: false),
                    @event = table.Column<short>(name: "event", type: "smallint", nullable: false),
                    recipient = table.Column<short>(type: "smallint", nullable: false),
                    councils = table.Column<short[]>(type: "smallint[]", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_case_day", x => new { x.case_id, x.round, x.@event, x.recipient });
                    table.ForeignKey(
                        name: "FK_case_day_panel_case_case_id",
                        column: x => x.case_id,
                        principalTable: "panel_case",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "case_pause",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    case_id = table.Column<Guid>(type: "uuid", nullable: false),
                    councils = table.Column<short[]>(type: "smallint[]", nullable: false),
                    clock = table.Column<short>(type: "smallint", nullable: false),
                    reason = table.Column<short>(type: "smallint", nullable: false),
                    from = table.Column<DateOnly>(type: "date", nullable: false),
                    until = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_case_pause", x => x.id);
                    table.ForeignKey(
                        name: "FK_case_pause_panel_case_case_id",
                        column: x => x.case_id,
                        principalTable: "panel_case",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "decision",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    case_id = table.Column<Guid>(type: "uuid", nullable: false),
                    child = table.Column<Guid>(type: "uuid", nullable: true),
                    council = table.Column<short>(type: "smallint", nullable: false),
                    councils = table.Column<short[]>(type: "smallint[]", nullable: false),
                    maker_id = table.Column<Guid>(type: "uuid", nullable: false),
                    round = table.Column<short>(type: "smallint", nullable: false),
                    stage = table.Column<short>(type: "smallint", nullable: false),
                    outcome = table.Column<short>(type: "smallint", nullable: false),
                    decided_on = table.Column<DateOnly>(type: "date", nullable: false),
                    follows_panel = table.Column<bool>(type: "boolean", nullable: true),
                    reasons_adopted = table.Column<short>(type: "smallint", nullable: false),
                    record = table.Column<Guid>(type: "uuid", nullable: false),
                    terms = table.Column<string>(type: "jsonb", nullable: true),
                    replaces = table.Column<Guid>(type: "uuid", nullable: true),
                    made_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_decision", x => x.id);
                    table.ForeignKey(
                        name: "FK_decision_decision_maker_maker_id",
                        column: x => x.maker_id,
                        principalTable: "decision_maker",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_decision_panel_case_case_id",
                        column: x => x.case_id,
                        principalTable: "panel_case",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "case_conflict",
                columns: table => new
                {
                    case_id = table.Column<Guid>(type: "uuid", nullable: false),
                    member_id = table.Column<Guid>(type: "uuid", nullable: false),
                    councils = table.Column<short[]>(type: "smallint[]", nullable: false),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    at_the_item = table.Column<bool>(type: "boolean", nullable: false),
                    declared_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_case_conflict", x => new { x.case_id, x.member_id });
                    table.ForeignKey(
                        name: "FK_case_conflict_list_member_member_id",
                        column: x => x.member_id,
                        principalTable: "list_member",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_case_conflict_panel_case_case_id",
                        column: x => x.case_id,
                        principalTable: "panel_case",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "member_feed",
                columns: table => new
                {
                    member_id = table.Column<Guid>(type: "uuid", nullable: false),
                    councils = table.Column<short[]>(type: "smallint[]", nullable: false),
                    key_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_member_feed", x => x.member_id);
                    table.ForeignKey(
                        name: "FK_member_feed_list_member_member_id",
                        column: x => x.member_id,
                        principalTable: "list_member",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "issued_report",
                columns: table => new
                {
                    panel_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    until = table.Column<DateOnly>(type: "date", nullable: false),
                    councils = table.Column<short[]>(type: "smallint[]", nullable: false),
                    issued_on = table.Column<DateOnly>(type: "date", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_issued_report", x => new { x.panel_id, x.kind, x.until });
                    table.ForeignKey(
                        name: "FK_issued_report_panel_panel_id",
                        column: x => x.panel_id,
                        principalTable: "panel",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "meeting",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    panel_id = table.Column<Guid>(type: "uuid", nullable: false),
                    councils = table.Column<short[]>(type: "smallint[]", nullable: false),
                    date = table.Column<DateOnly>(type: "date", nullable: false),
                    starts_at = table.Column<TimeOnly>(type: "time without time zone", nullable: false),
                    minutes = table.Column<int>(type: "integer", nullable: false),
                    is_online = table.Column<bool>(type: "boolean", nullable: false),
                    host_council = table.Column<short>(type: "smallint", nullable: true),
                    state = table.Column<short>(type: "smallint", nullable: false),
                    series_id = table.Column<Guid>(type: "uuid", nullable: true),
                    settled_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_meeting", x => x.id);
                    table.ForeignKey(
                        name: "FK_meeting_panel_panel_id",
                        column: x => x.panel_id,
                        principalTable: "panel",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "determination",
                columns: table => new
                {
                    decision_id = table.Column<Guid>(type: "uuid", nullable: false),
                    case_id = table.Column<Guid>(type: "uuid", nullable: false),
                    councils = table.Column<short[]>(type: "smallint[]", nullable: false),
                    answer = table.Column<short>(type: "smallint", nullable: true),
                    answered_on = table.Column<DateOnly>(type: "date", nullable: true),
                    referred_to_panel = table.Column<bool>(type: "boolean", nullable: false),
                    review_notified_on = table.Column<DateOnly>(type: "date", nullable: true),
                    papers_sent_on = table.Column<DateOnly>(type: "date", nullable: true),
                    review_recommended_on = table.Column<DateOnly>(type: "date", nullable: true),
                    review_recommended = table.Column<short>(type: "smallint", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_determination", x => x.decision_id);
                    table.ForeignKey(
                        name: "FK_determination_decision_decision_id",
                        column: x => x.decision_id,
                        principalTable: "decision",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "agenda_item",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    meeting_id = table.Column<Guid>(type: "uuid", nullable: false),
                    case_id = table.Column<Guid>(type: "uuid", nullable: false),
                    councils = table.Column<short[]>(type: "smallint[]", nullable: false),
                    position = table.Column<int>(type: "integer", nullable: false),
                    minutes = table.Column<int>(type: "integer", nullable: false),
                    is_pinned = table.Column<bool>(type: "boolean", nullable: false),
                    state = table.Column<short>(type: "smallint", nullable: false),
                    reason = table.Column<short>(type: "smallint", nullable: false),
                    booked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    papers_sent_on = table.Column<DateOnly>(type: "date", nullable: true),
                    late_reason = table.Column<short>(type: "smallint", nullable: false),
                    adopters_invited_on = table.Column<DateOnly>(type: "date", nullable: true),
                    adopters_came = table.Column<bool>(type: "boolean", nullable: true),
                    sitting = table.Column<string>(type: "jsonb", nullable: false),
                    quorum_gaps = table.Column<string>(type: "jsonb", nullable: true),
                    recommendations = table.Column<string>(type: "jsonb", nullable: false),
                    advice = table.Column<string>(type: "jsonb", nullable: false),
                    signed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    signed_by = table.Column<Guid>(type: "uuid", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_agenda_item", x => x.id);
                    table.ForeignKey(
                        name: "FK_agenda_item_meeting_meeting_id",
                        column: x => x.meeting_id,
                        principalTable: "meeting",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_agenda_item_panel_case_case_id",
                        column: x => x.case_id,
                        principalTable: "panel_case",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "meeting_member",
                columns: table => new
                {
                    meeting_id = table.Column<Guid>(type: "uuid", nullable: false),
                    member_id = table.Column<Guid>(type: "uuid", nullable: false),
                    councils = table.Column<short[]>(type: "smallint[]", nullable: false),
                    role = table.Column<short>(type: "smallint", nullable: false),
                    as_medical_adviser = table.Column<bool>(type: "boolean", nullable: false),
                    answer = table.Column<short>(type: "smallint", nullable: false),
                    answered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    papers_read_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    was_present = table.Column<bool>(type: "boolean", nullable: true),
                    replaces = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_meeting_member", x => new { x.meeting_id, x.member_id });
                    table.ForeignKey(
                        name: "FK_meeting_member_list_member_member_id",
                        column: x => x.member_id,
                        principalTable: "list_member",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_meeting_member_meeting_meeting_id",
                        column: x => x.meeting_id,
                        principalTable: "meeting",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "item_feedback",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    item_id = table.Column<Guid>(type: "uuid", nullable: false),
                    councils = table.Column<short[]>(type: "smallint[]", nullable: false),
                    from = table.Column<short>(type: "smallint", nullable: false),
                    quality = table.Column<short>(type: "smallint", nullable: false),
                    timeliness = table.Column<short>(type: "smallint", nullable: false),
                    conduct = table.Column<short>(type: "smallint", nullable: false),
                    given_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_item_feedback", x => x.id);
                    table.ForeignKey(
                        name: "FK_item_feedback_agenda_item_item_id",
                        column: x => x.item_id,
                        principalTable: "agenda_item",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "item_minutes",
                columns: table => new
                {
                    item_id = table.Column<Guid>(type: "uuid", nullable: false),
                    council = table.Column<short>(type: "smallint", nullable: false),
                    councils = table.Column<short[]>(type: "smallint[]", nullable: false),
                    document = table.Column<Guid>(type: "uuid", nullable: false),
                    digest = table.Column<byte[]>(type: "bytea", nullable: false),
                    epoch = table.Column<int>(type: "integer", nullable: false),
                    hub_version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_item_minutes", x => new { x.item_id, x.council });
                    table.ForeignKey(
                        name: "FK_item_minutes_agenda_item_item_id",
                        column: x => x.item_id,
                        principalTable: "agenda_item",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "agenda_item_case",
                table: "agenda_item",
                column: "case_id",
                unique: true,
                filter: "state = 1");

            migrationBuilder.CreateIndex(
                name: "agenda_item_meeting",
                table: "agenda_item",
                column: "meeting_id");

            migrationBuilder.CreateIndex(
                name: "audit_entry_chain",
                table: "audit_entry",
                columns: new[] { "council", "sequence" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "audit_entry_ids",
                table: "audit_entry",
                column: "ids")
                .Annotation("Npgsql:IndexMethod", "gin");

            migrationBuilder.CreateIndex(
                name: "audit_entry_subject",
                table: "audit_entry",
                columns: new[] { "subject", "id" });

            migrationBuilder.CreateIndex(
                name: "audit_entry_unsealed",
                table: "audit_entry",
                column: "id",
                filter: "sequence is null");

            migrationBuilder.CreateIndex(
                name: "case_child_child",
                table: "case_child",
                column: "child");

            migrationBuilder.CreateIndex(
                name: "case_clock_due",
                table: "case_clock",
                column: "due",
                filter: "ended is null");

            migrationBuilder.CreateIndex(
                name: "IX_case_conflict_member_id",
                table: "case_conflict",
                column: "member_id");

            migrationBuilder.CreateIndex(
                name: "IX_case_pause_case_id",
                table: "case_pause",
                column: "case_id");

            migrationBuilder.CreateIndex(
                name: "central_list_code",
                table: "central_list",
                column: "code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "decision_case",
                table: "decision",
                column: "case_id");

            migrationBuilder.CreateIndex(
                name: "IX_decision_maker_id",
                table: "decision",
                column: "maker_id");

            migrationBuilder.CreateIndex(
                name: "decision_maker_subject",
                table: "decision_maker",
                columns: new[] { "council", "subject" });

            migrationBuilder.CreateIndex(
                name: "ix_idempotency_key_created_at",
                table: "idempotency_key",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "inbox_received_at",
                table: "inbox",
                column: "received_at");

            migrationBuilder.CreateIndex(
                name: "item_feedback_item",
                table: "item_feedback",
                column: "item_id");

            migrationBuilder.CreateIndex(
                name: "list_member_list",
                table: "list_member",
                column: "list_id");

            migrationBuilder.CreateIndex(
                name: "list_member_subject",
                table: "list_member",
                columns: new[] { "list_id", "subject" },
                unique: true,
                filter: "subject is not null");

            migrationBuilder.CreateIndex(
                name: "meeting_date",
                table: "meeting",
                column: "date");

            migrationBuilder.CreateIndex(
                name: "meeting_panel",
                table: "meeting",
                columns: new[] { "panel_id", "date", "starts_at" },
                unique: true,
                filter: "state <> 4");

            migrationBuilder.CreateIndex(
                name: "meeting_member_member",
                table: "meeting_member",
                column: "member_id");

            migrationBuilder.CreateIndex(
                name: "member_feed_key",
                table: "member_feed",
                column: "key_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "outbox_aggregate_version",
                table: "outbox",
                columns: new[] { "aggregate_id", "epoch", "version" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_panel_list_id",
                table: "panel",
                column: "list_id");

            migrationBuilder.CreateIndex(
                name: "panel_code",
                table: "panel",
                column: "code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "panel_case_state",
                table: "panel_case",
                columns: new[] { "state", "id" });

            migrationBuilder.CreateIndex(
                name: "retry_next_at",
                table: "retry",
                column: "next_at");
            migrationBuilder.Sql(AuditTables.CreateSeal);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(AuditTables.DropSeal);
            migrationBuilder.DropTable(
                name: "audit_entry");

            migrationBuilder.DropTable(
                name: "case_child");

            migrationBuilder.DropTable(
                name: "case_clock");

            migrationBuilder.DropTable(
                name: "case_conflict");

            migrationBuilder.DropTable(
                name: "case_day");

            migrationBuilder.DropTable(
                name: "case_pause");

            migrationBuilder.DropTable(
                name: "determination");

            migrationBuilder.DropTable(
                name: "fee_rate");

            migrationBuilder.DropTable(
                name: "held_notice");

            migrationBuilder.DropTable(
                name: "held_record");

            migrationBuilder.DropTable(
                name: "idempotency_key");

            migrationBuilder.DropTable(
                name: "inbox");

            migrationBuilder.DropTable(
                name: "issued_report");

            migrationBuilder.DropTable(
                name: "item_feedback");

            migrationBuilder.DropTable(
                name: "item_minutes");

            migrationBuilder.DropTable(
                name: "meeting_member");

            migrationBuilder.DropTable(
                name: "member_feed");

            migrationBuilder.DropTable(
                name: "outbox");

            migrationBuilder.DropTable(
                name: "parked");

            migrationBuilder.DropTable(
                name: "retry");

            migrationBuilder.DropTable(
                name: "schedule_plan");

            migrationBuilder.DropTable(
                name: "decision");

            migrationBuilder.DropTable(
                name: "agenda_item");

            migrationBuilder.DropTable(
                name: "list_member");

            migrationBuilder.DropTable(
                name: "decision_maker");

            migrationBuilder.DropTable(
                name: "meeting");

            migrationBuilder.DropTable(
                name: "panel_case");

            migrationBuilder.DropTable(
                name: "panel");

            migrationBuilder.DropTable(
                name: "central_list");
        }
    }
}
