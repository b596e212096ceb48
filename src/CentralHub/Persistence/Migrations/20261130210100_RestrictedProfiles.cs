using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partnership.CentralHub.Persistence.Migrations
{
    /// <summary>
    /// Who of a council sees what is held of its restricted records. Of children and households it is read from the newest snapshot by the database itself, for the policies that ask it; hubs say it of
    /// each anew in the night after this.
    /// </summary>
    [DbContext(typeof(CentralHubDbContext))]
    [Migration("20261130210100_RestrictedProfiles")]
    public partial class RestrictedProfiles : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<short>(name: "restricted_to", table: "link_child", type: "smallint", nullable: false, defaultValue: (short)0);
            migrationBuilder.Sql("create index link_child_restricted on link_child (link) where restricted_to <> 0");
            foreach (var table in new[] { "child_profile", "household_offer" })
            {
                // The numbers of Contracts.LocalityHub.RestrictedTo, which are told by their names.
                migrationBuilder.Sql($"""
                    alter table {table} add column restricted_to smallint not null generated always as ((
                        case when snapshot ->> 'restrictedTo' like '%CaldicottGuardian%' then 1 else 0 end
                        + case when snapshot ->> 'restrictedTo' like '%SupportWorker%' then 2 else 0 end
                        + case when snapshot ->> 'restrictedTo' like '%SupportFund%' then 4 else 0 end
                        + case when snapshot ->> 'restrictedTo' like '%SocialWorker%' then 8 else 0 end
                        + case when snapshot ->> 'restrictedTo' like '%FamilyFinder%' then 16 else 0 end
                        + case when snapshot ->> 'restrictedTo' like '%Recruitment%' then 32 else 0 end
                        + case when snapshot ->> 'restrictedTo' like '%PanelAdviser%' then 64 else 0 end
                        + case when snapshot ->> 'restrictedTo' like '%PanelMember%' then 128 else 0 end
                        + case when snapshot ->> 'restrictedTo' like '%PanelChair%' then 256 else 0 end
                        + case when snapshot ->> 'restrictedTo' like '%DecisionMaker%' then 512 else 0 end)::smallint) stored;
                    create index {table}_restricted on {table} (council) where restricted_to <> 0;
                    """);
            }
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(name: "restricted_to", table: "household_offer");
            migrationBuilder.DropColumn(name: "restricted_to", table: "child_profile");
            migrationBuilder.DropColumn(name: "restricted_to", table: "link_child");
        }
    }
}
