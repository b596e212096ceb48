using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Partnership.LocalityHub.Persistence.Migrations
{
    /// <summary>Family finding: households, plans, needs, siblings, searches, placements, links, profiles, releases, clocks and transfers.</summary>
    [DbContext(typeof(LocalityHubDbContext))]
    [Migration("20261128152354_FamilyFinding")]
    public partial class FamilyFinding : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "household_id",
                schema: "sealed",
                table: "regional_reference",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "disruption_meeting_days",
                table: "council_settings",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "permanence_plans_from",
                table: "council_settings",
                type: "date",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "assessment_pause",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    household_id = table.Column<Guid>(type: "uuid", nullable: false),
                    stage = table.Column<short>(type: "smallint", nullable: false),
                    reason = table.Column<short>(type: "smallint", nullable: false),
                    words = table.Column<string>(type: "text", nullable: false),
                    from = table.Column<DateOnly>(type: "date", nullable: false),
                    until = table.Column<DateOnly>(type: "date", nullable: true),
                    entered_by = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_assessment_pause", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "candidate_question",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    child_id = table.Column<Guid>(type: "uuid", nullable: true),
                    household = table.Column<Guid>(type: "uuid", nullable: false),
                    home_area = table.Column<Guid>(type: "uuid", nullable: false),
                    withdrawn_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_candidate_question", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "case_event",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    child_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    on = table.Column<DateOnly>(type: "date", nullable: false),
                    words = table.Column<string>(type: "text", nullable: true),
                    entered_by = table.Column<string>(type: "text", nullable: false),
                    entered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    withdrawn_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_case_event", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "case_transfer",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    from_subject = table.Column<string>(type: "text", nullable: false),
                    to_subject = table.Column<string>(type: "text", nullable: false),
                    to_name = table.Column<string>(type: "text", nullable: false),
                    to_manager = table.Column<string>(type: "text", nullable: false),
                    words = table.Column<string>(type: "text", nullable: true),
                    offered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    state = table.Column<short>(type: "smallint", nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_case_transfer", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "child_background",
                columns: table => new
                {
                    child_id = table.Column<Guid>(type: "uuid", nullable: false),
                    ethnicity = table.Column<string>(type: "text", nullable: true),
                    religion = table.Column<string>(type: "text", nullable: true),
                    languages = table.Column<string>(type: "text", nullable: true),
                    support = table.Column<int>(type: "integer", nullable: false),
                    support_needed = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_child_background", x => x.child_id);
                });

            migrationBuilder.CreateTable(
                name: "child_move",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    child_id = table.Column<Guid>(type: "uuid", nullable: false),
                    on = table.Column<DateOnly>(type: "date", nullable: false),
                    to = table.Column<short>(type: "smallint", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    entered_by = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_child_move", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "child_need",
                columns: table => new
                {
                    child_id = table.Column<Guid>(type: "uuid", nullable: false),
                    need = table.Column<short>(type: "smallint", nullable: false),
                    level = table.Column<short>(type: "smallint", nullable: false),
                    evidence = table.Column<string>(type: "text", nullable: true),
                    evidence_on = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_child_need", x => new { x.child_id, x.need });
                });

            migrationBuilder.CreateTable(
                name: "child_search",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    child_id = table.Column<Guid>(type: "uuid", nullable: false),
                    started_on = table.Column<DateOnly>(type: "date", nullable: false),
                    started_by = table.Column<string>(type: "text", nullable: false),
                    ended_on = table.Column<DateOnly>(type: "date", nullable: true),
                    end_reason = table.Column<short>(type: "smallint", nullable: true),
                    end_words = table.Column<string>(type: "text", nullable: true),
                    had_plan = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_child_search", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "court_order",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    child_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    on = table.Column<DateOnly>(type: "date", nullable: false),
                    entered_by = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_court_order", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "duty_reason",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    child_id = table.Column<Guid>(type: "uuid", nullable: true),
                    household_id = table.Column<Guid>(type: "uuid", nullable: true),
                    duty = table.Column<short>(type: "smallint", nullable: false),
                    started_on = table.Column<DateOnly>(type: "date", nullable: false),
                    words = table.Column<string>(type: "text", nullable: false),
                    given_by = table.Column<string>(type: "text", nullable: false),
                    given_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_duty_reason", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "exclusion_area",
                columns: table => new
                {
                    child_id = table.Column<Guid>(type: "uuid", nullable: false),
                    district = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    entered_by = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_exclusion_area", x => new { x.child_id, x.district });
                });

            migrationBuilder.CreateTable(
                name: "family_link",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    link_version = table.Column<long>(type: "bigint", nullable: false),
                    household_id = table.Column<Guid>(type: "uuid", nullable: true),
                    household = table.Column<Guid>(type: "uuid", nullable: false),
                    households_council = table.Column<short>(type: "smallint", nullable: false),
                    children = table.Column<int>(type: "integer", nullable: false),
                    state = table.Column<short>(type: "smallint", nullable: false),
                    reasons = table.Column<int>(type: "integer", nullable: false),
                    own_children = table.Column<int>(type: "integer", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_family_link", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "household",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    source_reference = table.Column<string>(type: "text", nullable: true),
                    address = table.Column<string>(type: "text", nullable: true),
                    postcode = table.Column<string>(type: "text", nullable: true),
                    lives_in = table.Column<short>(type: "smallint", nullable: true),
                    interest_accepted_on = table.Column<DateOnly>(type: "date", nullable: true),
                    stage_one_decided_on = table.Column<DateOnly>(type: "date", nullable: true),
                    stage_two_from = table.Column<DateOnly>(type: "date", nullable: true),
                    approval_expected_on = table.Column<DateOnly>(type: "date", nullable: true),
                    matching_plan_on = table.Column<DateOnly>(type: "date", nullable: true),
                    matching_plan = table.Column<string>(type: "text", nullable: true),
                    closed_on = table.Column<DateOnly>(type: "date", nullable: true),
                    closed_reason = table.Column<short>(type: "smallint", nullable: true),
                    closed_to_release = table.Column<bool>(type: "boolean", nullable: false),
                    routes = table.Column<int>(type: "integer", nullable: false),
                    numbers_yes = table.Column<int>(type: "integer", nullable: false),
                    numbers_could_consider = table.Column<int>(type: "integer", nullable: false),
                    ages_yes = table.Column<int>(type: "integer", nullable: false),
                    ages_could_consider = table.Column<int>(type: "integer", nullable: false),
                    range_evidence = table.Column<string>(type: "text", nullable: true),
                    range_evidence_on = table.Column<DateOnly>(type: "date", nullable: true),
                    identity_support = table.Column<int>(type: "integer", nullable: false),
                    identity_evidence = table.Column<string>(type: "text", nullable: true),
                    unavailable = table.Column<short>(type: "smallint", nullable: true),
                    open_for_more = table.Column<bool>(type: "boolean", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_household", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "household_restriction",
                columns: table => new
                {
                    household_id = table.Column<Guid>(type: "uuid", nullable: false),
                    roles = table.Column<string[]>(type: "text[]", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    set_by = table.Column<string>(type: "text", nullable: false),
                    set_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_household_restriction", x => x.household_id);
                });

            migrationBuilder.CreateTable(
                name: "learned_evidence",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    household_id = table.Column<Guid>(type: "uuid", nullable: false),
                    link_id = table.Column<Guid>(type: "uuid", nullable: false),
                    reason = table.Column<int>(type: "integer", nullable: false),
                    children = table.Column<int>(type: "integer", nullable: false),
                    learned_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    outcome = table.Column<short>(type: "smallint", nullable: true),
                    talked_on = table.Column<DateOnly>(type: "date", nullable: true),
                    words = table.Column<string>(type: "text", nullable: true),
                    recorded_by = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_learned_evidence", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "match_decision",
                columns: table => new
                {
                    case_id = table.Column<Guid>(type: "uuid", nullable: false),
                    child_id = table.Column<Guid>(type: "uuid", nullable: false),
                    link_id = table.Column<Guid>(type: "uuid", nullable: true),
                    agreed = table.Column<bool>(type: "boolean", nullable: false),
                    decided_on = table.Column<DateOnly>(type: "date", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_match_decision", x => x.case_id);
                });

            migrationBuilder.CreateTable(
                name: "permanence",
                columns: table => new
                {
                    child_id = table.Column<Guid>(type: "uuid", nullable: false),
                    plan = table.Column<short>(type: "smallint", nullable: false),
                    agreed_on = table.Column<DateOnly>(type: "date", nullable: false),
                    owner_subject = table.Column<string>(type: "text", nullable: true),
                    owner_name = table.Column<string>(type: "text", nullable: false),
                    manager_name = table.Column<string>(type: "text", nullable: false),
                    contact_plan = table.Column<string>(type: "text", nullable: true),
                    consent_on = table.Column<DateOnly>(type: "date", nullable: true),
                    early_permanence_asked = table.Column<bool>(type: "boolean", nullable: false),
                    kin_considered_on = table.Column<DateOnly>(type: "date", nullable: true),
                    kin_considered = table.Column<string>(type: "text", nullable: true),
                    nominated_officer_approved_on = table.Column<DateOnly>(type: "date", nullable: true),
                    nominated_officer = table.Column<string>(type: "text", nullable: true),
                    wishes_ascertained_on = table.Column<DateOnly>(type: "date", nullable: true),
                    parents_told_on = table.Column<DateOnly>(type: "date", nullable: true),
                    closed_to_release = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_permanence", x => x.child_id);
                });

            migrationBuilder.CreateTable(
                name: "placement",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    child_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    from = table.Column<DateOnly>(type: "date", nullable: false),
                    household_id = table.Column<Guid>(type: "uuid", nullable: true),
                    entered_by = table.Column<string>(type: "text", nullable: false),
                    ended_on = table.Column<DateOnly>(type: "date", nullable: true),
                    end_reason = table.Column<short>(type: "smallint", nullable: true),
                    end_words = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_placement", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "plan_change",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    child_id = table.Column<Guid>(type: "uuid", nullable: false),
                    plan = table.Column<short>(type: "smallint", nullable: false),
                    agreed_on = table.Column<DateOnly>(type: "date", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    entered_by = table.Column<string>(type: "text", nullable: false),
                    entered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_plan_change", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "priority_flag",
                columns: table => new
                {
                    child_id = table.Column<Guid>(type: "uuid", nullable: false),
                    flag = table.Column<short>(type: "smallint", nullable: false),
                    first_seen_on = table.Column<DateOnly>(type: "date", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_priority_flag", x => new { x.child_id, x.flag });
                });

            migrationBuilder.CreateTable(
                name: "profile_version",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    child_id = table.Column<Guid>(type: "uuid", nullable: true),
                    household_id = table.Column<Guid>(type: "uuid", nullable: true),
                    level = table.Column<short>(type: "smallint", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    titles = table.Column<string[]>(type: "text[]", nullable: false),
                    texts = table.Column<string[]>(type: "text[]", nullable: false),
                    holds_court_papers = table.Column<bool>(type: "boolean", nullable: false),
                    holds_parents_health = table.Column<bool>(type: "boolean", nullable: false),
                    medical_adviser_passed_on = table.Column<DateOnly>(type: "date", nullable: true),
                    medical_adviser = table.Column<string>(type: "text", nullable: true),
                    writers = table.Column<string[]>(type: "text[]", nullable: false),
                    written_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    approved_by = table.Column<string>(type: "text", nullable: true),
                    approved_as = table.Column<string>(type: "text", nullable: true),
                    approved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    withdrawn_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_profile_version", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "ruled_out",
                columns: table => new
                {
                    child_id = table.Column<Guid>(type: "uuid", nullable: false),
                    household = table.Column<Guid>(type: "uuid", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    entered_by = table.Column<string>(type: "text", nullable: false),
                    entered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ruled_out", x => new { x.child_id, x.household });
                });

            migrationBuilder.CreateTable(
                name: "search_escalation",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    child_id = table.Column<Guid>(type: "uuid", nullable: false),
                    without = table.Column<short>(type: "smallint", nullable: false),
                    feasible = table.Column<bool>(type: "boolean", nullable: false),
                    escalated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_search_escalation", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "search_pause",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    child_id = table.Column<Guid>(type: "uuid", nullable: false),
                    search_id = table.Column<Guid>(type: "uuid", nullable: false),
                    from = table.Column<DateOnly>(type: "date", nullable: false),
                    review_on = table.Column<DateOnly>(type: "date", nullable: false),
                    reason = table.Column<short>(type: "smallint", nullable: false),
                    words = table.Column<string>(type: "text", nullable: false),
                    paused_by = table.Column<string>(type: "text", nullable: false),
                    resumed_on = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_search_pause", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "sibling_group",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    together_search = table.Column<Guid>(type: "uuid", nullable: false),
                    assessment = table.Column<string>(type: "text", nullable: false),
                    assessed_on = table.Column<DateOnly>(type: "date", nullable: false),
                    together_until = table.Column<DateOnly>(type: "date", nullable: true),
                    contact_plan = table.Column<string>(type: "text", nullable: true),
                    elsewhere_councils = table.Column<short[]>(type: "smallint[]", nullable: false),
                    elsewhere_children = table.Column<short[]>(type: "smallint[]", nullable: false),
                    members = table.Column<int>(type: "integer", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sibling_group", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "case_transfer_child",
                columns: table => new
                {
                    transfer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    child_id = table.Column<Guid>(type: "uuid", nullable: false),
                    taken_over = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_case_transfer_child", x => new { x.transfer_id, x.child_id });
                    table.ForeignKey(
                        name: "FK_case_transfer_child_case_transfer_transfer_id",
                        column: x => x.transfer_id,
                        principalTable: "case_transfer",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "family_link_child",
                columns: table => new
                {
                    link_id = table.Column<Guid>(type: "uuid", nullable: false),
                    child = table.Column<Guid>(type: "uuid", nullable: false),
                    childs_council = table.Column<short>(type: "smallint", nullable: false),
                    child_id = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_family_link_child", x => new { x.link_id, x.child });
                    table.ForeignKey(
                        name: "FK_family_link_child_family_link_link_id",
                        column: x => x.link_id,
                        principalTable: "family_link",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "link_decision",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    link_id = table.Column<Guid>(type: "uuid", nullable: false),
                    decision = table.Column<short>(type: "smallint", nullable: false),
                    decided_by = table.Column<string>(type: "text", nullable: false),
                    decided_on = table.Column<DateOnly>(type: "date", nullable: false),
                    words = table.Column<string>(type: "text", nullable: false),
                    at_link_version = table.Column<long>(type: "bigint", nullable: false),
                    entered_by = table.Column<string>(type: "text", nullable: false),
                    entered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_link_decision", x => x.id);
                    table.ForeignKey(
                        name: "FK_link_decision_family_link_link_id",
                        column: x => x.link_id,
                        principalTable: "family_link",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "link_words",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    link_id = table.Column<Guid>(type: "uuid", nullable: false),
                    side = table.Column<short>(type: "smallint", nullable: false),
                    words = table.Column<string>(type: "text", nullable: false),
                    entered_by = table.Column<string>(type: "text", nullable: false),
                    entered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_link_words", x => x.id);
                    table.ForeignKey(
                        name: "FK_link_words_family_link_link_id",
                        column: x => x.link_id,
                        principalTable: "family_link",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "household_answer",
                columns: table => new
                {
                    household_id = table.Column<Guid>(type: "uuid", nullable: false),
                    need = table.Column<short>(type: "smallint", nullable: false),
                    low = table.Column<short>(type: "smallint", nullable: false),
                    medium = table.Column<short>(type: "smallint", nullable: false),
                    high = table.Column<short>(type: "smallint", nullable: false),
                    evidence = table.Column<string>(type: "text", nullable: true),
                    evidence_on = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_household_answer", x => new { x.household_id, x.need });
                    table.ForeignKey(
                        name: "FK_household_answer_household_household_id",
                        column: x => x.household_id,
                        principalTable: "household",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "household_decision",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    household_id = table.Column<Guid>(type: "uuid", nullable: false),
                    source = table.Column<short>(type: "smallint", nullable: false),
                    source_document = table.Column<string>(type: "text", nullable: true),
                    decision = table.Column<short>(type: "smallint", nullable: false),
                    decided_on = table.Column<DateOnly>(type: "date", nullable: false),
                    routes = table.Column<int>(type: "integer", nullable: false),
                    numbers = table.Column<int>(type: "integer", nullable: false),
                    ages = table.Column<int>(type: "integer", nullable: false),
                    received_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_household_decision", x => x.id);
                    table.ForeignKey(
                        name: "FK_household_decision_household_household_id",
                        column: x => x.household_id,
                        principalTable: "household",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "household_hold",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    household_id = table.Column<Guid>(type: "uuid", nullable: false),
                    from = table.Column<DateOnly>(type: "date", nullable: false),
                    until = table.Column<DateOnly>(type: "date", nullable: false),
                    reason = table.Column<short>(type: "smallint", nullable: false),
                    note = table.Column<string>(type: "text", nullable: true),
                    ended_on = table.Column<DateOnly>(type: "date", nullable: true),
                    set_by = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_household_hold", x => x.id);
                    table.ForeignKey(
                        name: "FK_household_hold_household_household_id",
                        column: x => x.household_id,
                        principalTable: "household",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "household_member",
                columns: table => new
                {
                    household_id = table.Column<Guid>(type: "uuid", nullable: false),
                    ordinal = table.Column<short>(type: "smallint", nullable: false),
                    role = table.Column<short>(type: "smallint", nullable: false),
                    given_name = table.Column<string>(type: "text", nullable: false),
                    family_name = table.Column<string>(type: "text", nullable: false),
                    date_of_birth = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_household_member", x => new { x.household_id, x.ordinal });
                    table.ForeignKey(
                        name: "FK_household_member_household_household_id",
                        column: x => x.household_id,
                        principalTable: "household",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "household_review",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    household_id = table.Column<Guid>(type: "uuid", nullable: false),
                    on = table.Column<DateOnly>(type: "date", nullable: false),
                    outcome = table.Column<short>(type: "smallint", nullable: false),
                    summary = table.Column<string>(type: "text", nullable: true),
                    recorded_by = table.Column<string>(type: "text", nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_household_review", x => x.id);
                    table.ForeignKey(
                        name: "FK_household_review_household_household_id",
                        column: x => x.household_id,
                        principalTable: "household",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "court_permission",
                columns: table => new
                {
                    profile_version_id = table.Column<Guid>(type: "uuid", nullable: false),
                    reader = table.Column<Guid>(type: "uuid", nullable: false),
                    basis = table.Column<short>(type: "smallint", nullable: false),
                    on = table.Column<DateOnly>(type: "date", nullable: false),
                    recorded_by = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_court_permission", x => new { x.profile_version_id, x.reader });
                    table.ForeignKey(
                        name: "FK_court_permission_profile_version_profile_version_id",
                        column: x => x.profile_version_id,
                        principalTable: "profile_version",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "disclosure",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    disclosure_version = table.Column<long>(type: "bigint", nullable: false),
                    link = table.Column<Guid>(type: "uuid", nullable: false),
                    subject = table.Column<short>(type: "smallint", nullable: false),
                    child_id = table.Column<Guid>(type: "uuid", nullable: true),
                    household_id = table.Column<Guid>(type: "uuid", nullable: true),
                    level = table.Column<short>(type: "smallint", nullable: false),
                    purpose = table.Column<short>(type: "smallint", nullable: false),
                    basis = table.Column<short>(type: "smallint", nullable: false),
                    reader = table.Column<Guid>(type: "uuid", nullable: false),
                    readers_council = table.Column<short>(type: "smallint", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    asked_end = table.Column<short>(type: "smallint", nullable: false),
                    own_end = table.Column<short>(type: "smallint", nullable: false),
                    ended_by = table.Column<string>(type: "text", nullable: true),
                    end_words = table.Column<string>(type: "text", nullable: true),
                    gates = table.Column<short>(type: "smallint", nullable: false),
                    profile_version_id = table.Column<Guid>(type: "uuid", nullable: true),
                    stated_epoch = table.Column<int>(type: "integer", nullable: false),
                    first_read_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    reads = table.Column<int>(type: "integer", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_disclosure", x => x.id);
                    table.ForeignKey(
                        name: "FK_disclosure_profile_version_profile_version_id",
                        column: x => x.profile_version_id,
                        principalTable: "profile_version",
                        principalColumn: "id");
                });

            migrationBuilder.CreateTable(
                name: "sibling_group_member",
                columns: table => new
                {
                    group_id = table.Column<Guid>(type: "uuid", nullable: false),
                    child_id = table.Column<Guid>(type: "uuid", nullable: false),
                    decision = table.Column<short>(type: "smallint", nullable: false),
                    decided_on = table.Column<DateOnly>(type: "date", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    decided_by = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sibling_group_member", x => new { x.group_id, x.child_id });
                    table.ForeignKey(
                        name: "FK_sibling_group_member_sibling_group_group_id",
                        column: x => x.group_id,
                        principalTable: "sibling_group",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "regional_reference_household",
                schema: "sealed",
                table: "regional_reference",
                columns: new[] { "household_id", "purpose", "year" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "assessment_pause_household",
                table: "assessment_pause",
                column: "household_id");

            migrationBuilder.CreateIndex(
                name: "candidate_question_child",
                table: "candidate_question",
                column: "child_id");

            migrationBuilder.CreateIndex(
                name: "candidate_question_withdrawn",
                table: "candidate_question",
                column: "withdrawn_at",
                filter: "withdrawn_at is not null");

            migrationBuilder.CreateIndex(
                name: "case_event_child",
                table: "case_event",
                columns: new[] { "child_id", "kind", "on" },
                unique: true,
                filter: "withdrawn_at is null");

            migrationBuilder.CreateIndex(
                name: "case_transfer_from",
                table: "case_transfer",
                column: "from_subject");

            migrationBuilder.CreateIndex(
                name: "case_transfer_to",
                table: "case_transfer",
                column: "to_subject");

            migrationBuilder.CreateIndex(
                name: "child_move_child",
                table: "child_move",
                column: "child_id");

            migrationBuilder.CreateIndex(
                name: "child_search_child",
                table: "child_search",
                columns: new[] { "child_id", "started_on" });

            migrationBuilder.CreateIndex(
                name: "child_search_open",
                table: "child_search",
                column: "child_id",
                unique: true,
                filter: "ended_on is null");

            migrationBuilder.CreateIndex(
                name: "court_order_child",
                table: "court_order",
                column: "child_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "disclosure_child",
                table: "disclosure",
                column: "child_id");

            migrationBuilder.CreateIndex(
                name: "disclosure_expires_at",
                table: "disclosure",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "disclosure_household",
                table: "disclosure",
                column: "household_id");

            migrationBuilder.CreateIndex(
                name: "IX_disclosure_profile_version_id",
                table: "disclosure",
                column: "profile_version_id");

            migrationBuilder.CreateIndex(
                name: "duty_reason_child",
                table: "duty_reason",
                column: "child_id");

            migrationBuilder.CreateIndex(
                name: "duty_reason_household",
                table: "duty_reason",
                column: "household_id");

            migrationBuilder.CreateIndex(
                name: "family_link_household",
                table: "family_link",
                column: "household_id");

            migrationBuilder.CreateIndex(
                name: "family_link_child_child",
                table: "family_link_child",
                column: "child_id");

            migrationBuilder.CreateIndex(
                name: "household_source_reference",
                table: "household",
                column: "source_reference",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "household_decision_household",
                table: "household_decision",
                column: "household_id");

            migrationBuilder.CreateIndex(
                name: "household_hold_household",
                table: "household_hold",
                column: "household_id");

            migrationBuilder.CreateIndex(
                name: "household_review_household",
                table: "household_review",
                column: "household_id");

            migrationBuilder.CreateIndex(
                name: "learned_evidence_household",
                table: "learned_evidence",
                column: "household_id");

            migrationBuilder.CreateIndex(
                name: "learned_evidence_link",
                table: "learned_evidence",
                columns: new[] { "link_id", "reason" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "link_decision_link",
                table: "link_decision",
                columns: new[] { "link_id", "sequence" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "link_words_link",
                table: "link_words",
                column: "link_id");

            migrationBuilder.CreateIndex(
                name: "match_decision_child",
                table: "match_decision",
                column: "child_id");

            migrationBuilder.CreateIndex(
                name: "placement_child",
                table: "placement",
                columns: new[] { "child_id", "from" });

            migrationBuilder.CreateIndex(
                name: "placement_open",
                table: "placement",
                column: "child_id",
                unique: true,
                filter: "ended_on is null");

            migrationBuilder.CreateIndex(
                name: "plan_change_child",
                table: "plan_change",
                column: "child_id");

            migrationBuilder.CreateIndex(
                name: "profile_version_child",
                table: "profile_version",
                columns: new[] { "child_id", "level", "number" },
                unique: true,
                filter: "child_id is not null");

            migrationBuilder.CreateIndex(
                name: "profile_version_household",
                table: "profile_version",
                columns: new[] { "household_id", "level", "number" },
                unique: true,
                filter: "household_id is not null");

            migrationBuilder.CreateIndex(
                name: "search_escalation_child",
                table: "search_escalation",
                column: "child_id");

            migrationBuilder.CreateIndex(
                name: "search_pause_child",
                table: "search_pause",
                column: "child_id");

            migrationBuilder.CreateIndex(
                name: "search_pause_search",
                table: "search_pause",
                column: "search_id");

            migrationBuilder.CreateIndex(
                name: "sibling_group_together_search",
                table: "sibling_group",
                column: "together_search",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "sibling_group_member_child",
                table: "sibling_group_member",
                column: "child_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "assessment_pause");

            migrationBuilder.DropTable(
                name: "candidate_question");

            migrationBuilder.DropTable(
                name: "case_event");

            migrationBuilder.DropTable(
                name: "case_transfer_child");

            migrationBuilder.DropTable(
                name: "child_background");

            migrationBuilder.DropTable(
                name: "child_move");

            migrationBuilder.DropTable(
                name: "child_need");

            migrationBuilder.DropTable(
                name: "child_search");

            migrationBuilder.DropTable(
                name: "court_order");

            migrationBuilder.DropTable(
                name: "court_permission");

            migrationBuilder.DropTable(
                name: "disclosure");

            migrationBuilder.DropTable(
                name: "duty_reason");

            migrationBuilder.DropTable(
                name: "exclusion_area");

            migrationBuilder.DropTable(
                name: "family_link_child");

            migrationBuilder.DropTable(
                name: "household_answer");

            migrationBuilder.DropTable(
                name: "household_decision");

            migrationBuilder.DropTable(
                name: "household_hold");

            migrationBuilder.DropTable(
                name: "household_member");

            migrationBuilder.DropTable(
                name: "household_restriction");

            migrationBuilder.DropTable(
                name: "household_review");

            migrationBuilder.DropTable(
                name: "learned_evidence");

            migrationBuilder.DropTable(
                name: "link_decision");

            migrationBuilder.DropTable(
                name: "link_words");

            migrationBuilder.DropTable(
                name: "match_decision");

            migrationBuilder.DropTable(
                name: "permanence");

            migrationBuilder.DropTable(
                name: "placement");

            migrationBuilder.DropTable(
                name: "plan_change");

            migrationBuilder.DropTable(
                name: "priority_flag");

            migrationBuilder.DropTable(
                name: "ruled_out");

            migrationBuilder.DropTable(
                name: "search_escalation");

            migrationBuilder.DropTable(
                name: "search_pause");

            migrationBuilder.DropTable(
                name: "sibling_group_member");

            migrationBuilder.DropTable(
                name: "case_transfer");

            migrationBuilder.DropTable(
                name: "profile_version");

            migrationBuilder.DropTable(
                name: "household");

            migrationBuilder.DropTable(
                name: "family_link");

            migrationBuilder.DropTable(
                name: "sibling_group");

            migrationBuilder.DropIndex(
                name: "regional_reference_household",
                schema: "sealed",
                table: "regional_reference");

            migrationBuilder.DropColumn(
                name: "household_id",
                schema: "sealed",
                table: "regional_reference");

            migrationBuilder.DropColumn(
                name: "disruption_meeting_days",
                table: "council_settings");

            migrationBuilder.DropColumn(
                name: "permanence_plans_from",
                table: "council_settings");
        }
    }
}
